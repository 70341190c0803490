/**
 * Introspection above the engine (RFC 7662): authenticate, parse, look up, answer with bytes that were prepared before.
 *
 * It answers what it is sure of, which is nearly every request there is, exactly as the engine would. Whatever is missing,
 * wrong or unusual about a request it hands over, whole and unread as far as the engine can tell; so the engine alone decides
 * how to refuse, and a chunked request always shows what the engine would have said.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeProtectedHeader } from 'jose';
import type { ClientMemory } from '../../domain/clients/client-memory.ts';
import type { Client } from '../../domain/clients/client.ts';
import {
  inactiveResponse,
  introspectionResponse,
} from '../../domain/introspection/introspection-response.ts';
import type { Introspected, Introspection } from '../../domain/introspection/introspection.ts';
import type { Logger } from '../../platform/logger.ts';
import { describeFault, UnavailableError } from '../../platform/unavailable-error.ts';
import { type AnswerOptions, createAnswers, type LaneAnswer } from './answers.ts';
import { createCallers } from './callers.ts';
import { parseIntrospectionForm } from './form.ts';
import { replayedRequest } from './replayed-request.ts';
import { readShortBody } from './short-body.ts';

export type HandOver = (request: IncomingMessage, response: ServerResponse) => void;

export interface LaneOptions extends AnswerOptions {
  readonly introspection: Introspection;
  readonly clients: ClientMemory;
  readonly logger: Logger;
}

export type Lane = (request: IncomingMessage, response: ServerResponse, handOver: HandOver) => void;

/** null: the engine's to answer. */
type Judgement = LaneAnswer | null;

export function createLane(options: LaneOptions): Lane {
  const { introspection, logger, metrics, monotonicMs } = options;
  const callers = createCallers(options.clients);
  const answer = createAnswers(options);

  /** At once, unless the database has to be asked. */
  function judge(request: IncomingMessage, body: Buffer): Judgement | Promise<Judgement> {
    const form = parseIntrospectionForm(body);
    if (form === null) return null;
    const caller = callers.authenticate(request.headers, form);
    if (!(caller instanceof Promise)) return caller === null ? null : ask(caller, form.token);
    return caller.then((known) => (known === null ? null : ask(known, form.token)));
  }

  function ask(caller: Client, token: string): LaneAnswer | Promise<LaneAnswer> {
    if (isStructured(token)) {
      metrics.introspections.memory += 1;
      return structuredToken;
    }
    const found = introspection.find(token);
    if (!(found instanceof Promise)) {
      metrics.introspections.memory += 1;
      return { status: 200, body: bodyFor(caller, found) };
    }
    metrics.introspections.database += 1;
    return found.then((result) => ({ status: 200, body: bodyFor(caller, result) }));
  }

  return (request, response, handOver) => {
    const conclude = (body: Buffer, judgement: Judgement, startedAt: number | null): void => {
      if (judgement === null) handOver(replayedRequest(request, body), response);
      else answer(response, judgement, startedAt);
    };
    if (!isUsual(request)) {
      handOver(request, response);
      return;
    }
    readShortBody(request, (body) => {
      const judgement = judge(request, body);
      if (!(judgement instanceof Promise)) {
        conclude(body, judgement, null);
        return;
      }
      const startedAt = monotonicMs();
      judgement
        .catch((fault: unknown) => faultAnswer(fault, options))
        .then((late) => {
          conclude(body, late, startedAt);
        })
        .catch((err: unknown) => {
          logger.error({ err, route: '/introspect' }, 'request failed outside of its handler');
          response.destroy();
        });
    });
  };
}

function faultAnswer(fault: unknown, { metrics, logger }: LaneOptions): LaneAnswer {
  if (fault instanceof UnavailableError) metrics.faults.inc({ component: fault.component });
  logger.error({ err: fault, route: '/introspect' }, 'introspection failed');
  const { status, code, description, retryAfterSeconds } = describeFault(fault);
  return {
    status,
    body: JSON.stringify({ error: code, error_description: description }),
    retryAfterSeconds,
  };
}

const longestBody = 8192;
const formTypes = new Set(
  ['', ';charset=UTF-8', ';charset=utf-8', '; charset=UTF-8', '; charset=utf-8'].map(
    (charset) => `application/x-www-form-urlencoded${charset}`,
  ),
);

/** CORS and signed responses (RFC 9701) are the engine's. */
function isUsual({ headers }: IncomingMessage): boolean {
  return (
    Number(headers['content-length'] ?? Infinity) <= longestBody &&
    formTypes.has(headers['content-type'] ?? '') &&
    headers.origin === undefined &&
    headers.accept?.includes('token-introspection+jwt') !== true
  );
}

const structuredToken: LaneAnswer = {
  status: 400,
  body: JSON.stringify({
    error: 'unsupported_token_type',
    error_description: 'Structured JWT Tokens cannot be introspected via the introspection_endpoint',
  }),
};

/** APIs check JWTs by themselves, with the published keys. */
function isStructured(token: string): boolean {
  if (!token.includes('.')) return false;
  try {
    decodeProtectedHeader(token);
    return true;
  } catch {
    return false;
  }
}

/** An API sees tokens whose audience names it; a confidential client sees its own refresh tokens (RFC 7662 §2.1, §4). */
function bodyFor(caller: Client, found: Introspected | null): string {
  if (found === null) return inactiveResponse;
  const { kind, clientId, audience } = found.common;
  const maySee =
    kind === 'refresh_token'
      ? clientId === caller.clientId
      : audience !== null && caller.audiences.includes(audience);
  return maySee ? introspectionResponse(found, found.common) : inactiveResponse;
}
