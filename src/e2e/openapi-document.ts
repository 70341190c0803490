import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export interface Operation {
  /** In upper case. */
  readonly method: string;
  /** As in the document, with `{names}` for its variable parts. */
  readonly path: string;
  readonly port: 'public' | 'operator';
  readonly operationId: string;
  readonly description: string;
  /** Documented statuses, such as `200`. */
  readonly statuses: readonly number[];
}

/** What is wrong with a body: JSON as parsed, anything else as text, '' for none. Empty when it is as documented. */
export type ResponseValidator = (body: unknown) => readonly string[];

export interface OpenApiDocument {
  readonly version: string;
  readonly operations: readonly Operation[];
  /** All `$ref` of the document that lead nowhere. */
  readonly danglingReferences: readonly string[];
  response(method: string, path: string, status: number): ResponseObject | null;
  /** Members that the document does not name count as problems: it is meant to be complete. */
  responseValidator(method: string, path: string, status: number): ResponseValidator;
}

const file = path.join(import.meta.dirname, '../../openapi.yaml');
const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;
const referencePrefix = '#/components/schemas/';

const jsonObject = z.record(z.string(), z.unknown());
const mediaTypeSchema = z.looseObject({
  schema: jsonObject,
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.looseObject({ value: z.unknown() })).optional(),
});
const responseSchema = z.looseObject({
  description: z.string(),
  headers: z.record(z.string(), z.unknown()).default({}),
  content: z.record(z.string(), mediaTypeSchema).default({}),
});
const operationSchema = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), jsonObject),
});
const documentSchema = z.looseObject({
  openapi: z.string().startsWith('3.1.'),
  info: z.looseObject({ version: z.string() }),
  paths: z.record(z.string().startsWith('/'), jsonObject),
  components: z.looseObject({ schemas: z.record(z.string(), jsonObject) }),
});

export type ResponseObject = z.output<typeof responseSchema>;
type Content = z.output<typeof documentSchema>;

/** `openapi.yaml` as tests use it: what it documents, and whether an answer is what it says. */
export function loadOpenApiDocument(): OpenApiDocument {
  const content = documentSchema.parse(parse(readFileSync(file, 'utf8')));
  const response = (method: string, at: string, status: number) =>
    findResponse(content, { method, at, status });
  return {
    version: content.info.version,
    operations: operationsOf(content),
    danglingReferences: referencesIn(content).filter(
      (reference) => resolve(content, reference) === undefined,
    ),
    response,
    responseValidator(method, at, status) {
      const documented = response(method, at, status);
      if (documented === null) return () => [`${method} ${at} does not document ${status}`];
      return validatorOf(documented, content);
    },
  };
}

function operationsOf({ paths }: Content): Operation[] {
  return Object.entries(paths).flatMap(([at, item]) =>
    methods
      .filter((method) => method in item)
      .map((method) => {
        const { operationId, description, responses } = operationSchema.parse(item[method]);
        const port = 'servers' in item ? 'operator' : 'public';
        const statuses = Object.keys(responses).map(Number);
        return { method: method.toUpperCase(), path: at, port, operationId, description, statuses };
      }),
  );
}

interface Place {
  readonly method: string;
  readonly at: string;
  readonly status: number;
}

function findResponse(content: Content, { method, at, status }: Place): ResponseObject | null {
  const operation = content.paths[at]?.[method.toLowerCase()];
  const found =
    operation === undefined ? undefined : operationSchema.parse(operation).responses[String(status)];
  if (found === undefined) return null;
  const reference = found['$ref'];
  return responseSchema.parse(typeof reference === 'string' ? resolve(content, reference) : found);
}

function validatorOf({ content: mediaTypes }: ResponseObject, content: Content): ResponseValidator {
  const kinds = Object.entries(mediaTypes);
  if (kinds.length === 0) return (body) => (body === '' || body === undefined ? [] : ['expected no body']);
  const validators = kinds.map(([type, { schema }]) => {
    const check = z.fromJSONSchema(toStandalone(schema, content));
    return { isJson: /[/+]json$/.test(type), check };
  });
  return (body) => {
    const fitting = validators.find(({ isJson }) => isJson === (typeof body !== 'string'));
    if (fitting === undefined) return [`expected ${kinds.map(([type]) => type).join(' or ')}`];
    const result = fitting.check.safeParse(body);
    return result.success
      ? []
      : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  };
}

/** The schema with everything it may refer to: a JSON Schema on its own. */
function toStandalone(schema: Record<string, unknown>, { components }: Content): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(closed({ ...schema, $defs: components.schemas }));
}

function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => {
    const isReference = key === '$ref' && typeof value === 'string';
    return [key, isReference ? value.replace(referencePrefix, '#/$defs/') : closed(value)];
  });
  const isOpen = 'properties' in node && !('additionalProperties' in node);
  return Object.fromEntries(isOpen ? [...entries, ['additionalProperties', false]] : entries);
}

function referencesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(referencesIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : referencesIn(value),
  );
}

/** Within the document only: `#/a/b`. */
function resolve(content: Content, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, key) => jsonObject.safeParse(node).data?.[key], content);
}
