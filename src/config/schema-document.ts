import { z } from 'zod';
import { configSchema } from './config.ts';

/** The JSON Schema by which editors check and complete the YAML files; committed as config/schema.json. */
export function schemaDocument(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
  // The environment may bring what a file leaves out.
  delete schema.required;
  return `${JSON.stringify({ title: 'Symbolon configuration', ...schema }, null, 2)}\n`;
}
