/** RFC 8707 §2: an absolute URI without fragment. Null when it is one. */
export function audienceProblem(audience: string): string | null {
  const isUri =
    audience.length <= 500 &&
    /^[a-z][a-z0-9+.-]*:[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=%]+$/.test(audience) &&
    URL.canParse(audience);
  if (isUri) return null;
  const fragment = audience.includes('#') ? ' without fragment (#)' : '';
  return `expected an absolute URI${fragment} such as https://api.example.com or urn:example:api`;
}
