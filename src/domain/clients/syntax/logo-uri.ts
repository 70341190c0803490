const longest = 500;

/** What is wrong with a client's logo (RFC 7591 §2), or null. Browsers fetch it, from a host that the page's policy has to name. */
export function logoUriProblem(uri: string): string | null {
  const url = URL.parse(uri);
  if (url?.protocol !== 'https:') return 'expected a picture such as https://app.example.com/logo.svg';
  if (url.username !== '' || url.password !== '') return 'remove what is before the @';
  // A host in a policy has no other form: no IPv6 address, and nothing that would end the directive.
  if (!/^[a-z0-9.-]+$/.test(url.hostname)) return 'expected a host name';
  return uri.length > longest ? `expected at most ${longest} characters` : null;
}
