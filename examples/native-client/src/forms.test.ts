import { describe, expect, it } from 'vitest';
import { formEntries, headline, parseForms } from './forms.ts';

const SIGN_IN = `<!doctype html>
<title>Sign in &middot; Demo</title>
<!-- <form action="/commented-out"><input type="password" name="old"></form> -->
<script>document.write('<form action="/from-script">')</script>
<input name="outside" value="not in a form">
<form action='/interaction/abc?a=1&amp;b=2' METHOD="post" novalidate>
  <input type="hidden" name="csrf" value="a&quot;b&#39;c&#x26;d > e">
  <INPUT type=email name=email autocomplete="username webauthn" required>
  <input
    type="password"
    name="password" autocomplete="current-password">
  <input type="checkbox" name="remember" checked>
  <input type="checkbox" name="newsletter" value="yes">
  <input name="fixed" value="x" disabled>
  <button type="button" name="show">Show password</button>
  <button name="method" value="password">Sign in</button>
  <input type="submit" name="method" value="code">
</form>
<form><button>Other</button></form>`;

describe('parseForms', () => {
  it('reads action, method and every control of each form', () => {
    const [form, other, ...none] = parseForms(SIGN_IN);
    expect(none).toEqual([]);
    expect(form).toMatchObject({ action: '/interaction/abc?a=1&b=2', method: 'POST' });
    expect(form?.inputs.map((input) => [input.name, input.type])).toEqual([
      ['csrf', 'hidden'],
      ['email', 'email'],
      ['password', 'password'],
      ['remember', 'checkbox'],
      ['newsletter', 'checkbox'],
    ]);
    expect(other).toEqual({ action: null, method: 'GET', inputs: [], buttons: [{ name: '', value: '' }] });
  });

  it('decodes entities in values and lets quoted values hold ">"', () => {
    expect(parseForms(SIGN_IN)[0]?.inputs[0]?.value).toBe(`a"b'c&d > e`);
  });

  it('counts only buttons that submit', () => {
    expect(parseForms(SIGN_IN)[0]?.buttons).toEqual([
      { name: 'method', value: 'password' },
      { name: 'method', value: 'code' },
    ]);
  });

  it('ignores forms in comments, scripts and templates', () => {
    expect(parseForms('<!--<form>--><script>"<form>"</script><template><form></form></template>')).toEqual(
      [],
    );
  });

  it('gives nothing for text that is no markup', () => {
    for (const text of ['', 'a < b > c', '<form', '<form "', '{"error":"not html"}']) {
      expect(parseForms(text)).toEqual([]);
    }
  });
});

describe('formEntries', () => {
  it('sends what a browser would: typed values, checked boxes and the pressed button', () => {
    const form = parseForms(SIGN_IN)[0]!;
    const entries = formEntries(form, form.buttons[0], { email: 'demo@example.com', password: 'p&w' });
    expect([...entries]).toEqual([
      ['csrf', `a"b'c&d > e`],
      ['email', 'demo@example.com'],
      ['password', 'p&w'],
      ['remember', 'on'],
      ['method', 'password'],
    ]);
  });

  it('sends no other button than the pressed one', () => {
    const [form] = parseForms(
      '<form><button name="decision" value="deny">No</button><button name="decision" value="allow">Yes</button></form>',
    );
    expect(formEntries(form!, form!.buttons[1]).toString()).toBe('decision=allow');
    expect(formEntries(form!, undefined).toString()).toBe('');
  });
});

describe('headline', () => {
  it('prefers the alert, then the heading, then the title', () => {
    const title = '<title>Page</title>';
    const heading = '<h1 class="x">Sign <em>in</em></h1>';
    const alert = '<div class="a" role="alert">Wrong e-mail\n or password &amp; so on</div>';
    expect(headline(title + heading + alert)).toBe('Wrong e-mail or password & so on');
    expect(headline(title + heading)).toBe('Sign in');
    expect(headline(title)).toBe('Page');
    expect(headline('')).toBe('a page without a heading');
  });
});
