import { z } from 'zod';
import { configSchema } from './config.ts';

/** A leaf of the configuration, and how text from the environment becomes its value. */
export interface Setting {
  /** Keys from the top level down. */
  readonly path: readonly string[];
  /** SYMBOLON_<SECTION>_<KEY> */
  readonly variable: string;
  readonly kind: 'number' | 'boolean' | 'text';
  readonly isNullable: boolean;
}

/** Shorter or customary names of settings, beside the regular ones. */
export const ALIASES: Readonly<Record<string, string>> = {
  PORT: 'server.port',
  DATABASE_URL: 'storage.databaseUrl',
  REDIS_URL: 'storage.redisUrl',
  SYMBOLON_DATA_DIR: 'storage.dataDir',
};

/** Every setting that one environment variable can set: all but lists. */
export const SETTINGS: readonly Setting[] = settingsOf(configSchema, []);

function settingsOf(schema: z.core.$ZodType, path: readonly string[]): Setting[] {
  const { type, isNullable } = unwrap(schema);
  if (type instanceof z.ZodObject) {
    return Object.entries(type.shape).flatMap(([key, child]) =>
      settingsOf(child as z.core.$ZodType, [...path, key]),
    );
  }
  if (type instanceof z.ZodArray) return [];
  const kind = type instanceof z.ZodNumber ? 'number' : type instanceof z.ZodBoolean ? 'boolean' : 'text';
  return [{ path, variable: variableOf(path), kind, isNullable }];
}

function unwrap(schema: z.core.$ZodType): { type: z.core.$ZodType; isNullable: boolean } {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodNullable) return { type: unwrap(schema.unwrap()).type, isNullable: true };
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  return { type: schema, isNullable: false };
}

/** `memoryKiB` is one word and a unit: an upper-case letter starts a word only if lower case follows. */
function variableOf(path: readonly string[]): string {
  const words = path.map((key) => key.replaceAll(/(?<=[a-z0-9])(?=[A-Z][a-z])/g, '_').toUpperCase());
  return ['SYMBOLON', ...words].join('_');
}
