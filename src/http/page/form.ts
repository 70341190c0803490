export type FormProblem =
  'not_a_form' | 'too_large' | 'not_utf8' | 'field_sent_twice' | 'nul_character' | 'too_many_fields';

/** Fields of a form post, or what is wrong with it. */
export type ParsedForm =
  | { readonly ok: true; readonly fields: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly problem: FormProblem };

const maxBytes = 16 * 1024;
const maxFields = 20;
const formType = 'application/x-www-form-urlencoded';

/** Reads an urlencoded form: bounded, each field once, valid UTF-8, no NUL. */
export async function parseForm(request: Request): Promise<ParsedForm> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== formType) {
    return { ok: false, status: 415, problem: 'not_a_form' };
  }
  const body = await readBounded(request);
  if (body === null) return { ok: false, status: 413, problem: 'too_large' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    // Throws where URLSearchParams would put replacement characters.
    decodeURIComponent(text);
  } catch {
    return { ok: false, status: 400, problem: 'not_utf8' };
  }
  return collect(new URLSearchParams(text));
}

function collect(parameters: URLSearchParams): ParsedForm {
  const fields = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (fields.has(name)) return { ok: false, status: 400, problem: 'field_sent_twice' };
    if (`${name}${value}`.includes('\0')) return { ok: false, status: 400, problem: 'nul_character' };
    fields.set(name, value);
    if (fields.size > maxFields) return { ok: false, status: 400, problem: 'too_many_fields' };
  }
  return { ok: true, fields };
}

async function readBounded(request: Request): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (request.body === null) return Buffer.alloc(0);
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
