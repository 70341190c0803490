/**
 * Reads the forms of a server-rendered page and fills them in as a browser would. Made for plain sign-in pages:
 * inputs and buttons inside a form. Not an HTML parser: no selects, no text areas, no `form` attribute.
 */
export interface HtmlForm {
  /** As written in the page, or null: then the form goes to the address of the page. */
  action: string | null;
  method: 'GET' | 'POST';
  inputs: FormInput[];
  /** The buttons that submit the form, in the order of the page. */
  buttons: FormButton[];
}

export interface FormInput {
  name: string;
  type: string;
  value: string;
  autocomplete: string;
  checked: boolean;
}

export interface FormButton {
  name: string;
  value: string;
}

type Attributes = ReadonlyMap<string, string>;

const NOT_MARKUP = /<!--[\s\S]*?-->|<(script|style|template|textarea|title)\b[\s\S]*?<\/\1\s*>/gi;
const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
const ATTRIBUTE = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

export function parseForms(html: string): HtmlForm[] {
  const forms: HtmlForm[] = [];
  let open: HtmlForm | null = null;
  for (const [, slash, tag = '', rest = ''] of html.replace(NOT_MARKUP, '').matchAll(TAG)) {
    const name = tag.toLowerCase();
    if (name === 'form') {
      open = slash ? null : newForm(parseAttributes(rest));
      if (open) forms.push(open);
    } else if (open && !slash) {
      addControl(open, name, parseAttributes(rest));
    }
  }
  return forms;
}

/** What a browser would send when `button` is pressed, with the values of `filled` typed in. */
export function formEntries(
  form: HtmlForm,
  button: FormButton | undefined,
  filled: Readonly<Record<string, string>> = {},
): URLSearchParams {
  const entries = new URLSearchParams();
  for (const input of form.inputs) {
    const isChoice = input.type === 'checkbox' || input.type === 'radio';
    if (!input.name || (isChoice && !input.checked)) continue;
    entries.append(input.name, filled[input.name] ?? input.value);
  }
  if (button?.name) entries.append(button.name, button.value);
  return entries;
}

/** The sentence of a page that says most: its alert, else its heading, else its title. */
export function headline(html: string): string {
  const found =
    /<(\w+)[^>]*\srole=["']?alert\b[^>]*>([\s\S]*?)<\/\1>/i.exec(html)?.[2] ??
    /<h1\b[^>]*>([\s\S]*?)<\/h1>/i.exec(html)?.[1] ??
    /<title\b[^>]*>([\s\S]*?)<\/title>/i.exec(html)?.[1] ??
    'a page without a heading';
  return decodeEntities(found.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function newForm(attributes: Attributes): HtmlForm {
  return {
    action: attributes.get('action') || null,
    method: attributes.get('method')?.toLowerCase() === 'post' ? 'POST' : 'GET',
    inputs: [],
    buttons: [],
  };
}

function addControl(form: HtmlForm, tag: string, attributes: Attributes): void {
  if (attributes.has('disabled') || (tag !== 'input' && tag !== 'button')) return;
  const type = attributes.get('type')?.toLowerCase() ?? (tag === 'button' ? 'submit' : 'text');
  const name = attributes.get('name') ?? '';
  const value = attributes.get('value') ?? '';
  if (type === 'submit') {
    form.buttons.push({ name, value });
  } else if (tag === 'input' && !['button', 'reset', 'image', 'file'].includes(type)) {
    const isChoice = type === 'checkbox' || type === 'radio';
    form.inputs.push({
      name,
      type,
      value: isChoice ? (attributes.get('value') ?? 'on') : value,
      autocomplete: attributes.get('autocomplete') ?? '',
      checked: attributes.has('checked'),
    });
  }
}

function parseAttributes(text: string): Attributes {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    // Of a repeated attribute the first one counts.
    if (!attributes.has(key)) attributes.set(key, decodeEntities(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, decodeEntity);
}

function decodeEntity(whole: string, hex?: string, decimal?: string, name?: string): string {
  if (name) return ENTITIES[name] ?? whole;
  const codePoint = hex ? Number.parseInt(hex, 16) : Number(decimal);
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
}
