import { writeFileSync } from 'node:fs';
import { schemaDocument } from './schema-document.ts';

writeFileSync(new URL('../../config/schema.json', import.meta.url), schemaDocument());
