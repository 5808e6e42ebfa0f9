/** `*` stands for any characters, `?` for one. */
export function like(actual: string, pattern: string): boolean {
  // Most patterns have neither, and every request of a user is compared with some.
  if (!/[*?]/.test(pattern)) return actual === pattern;
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(actual);
}

/**
 * Compares ARNs part by part: a wildcard does not reach over one of the first five colons ("Using wildcards in paths",
 * IAM JSON policy elements: Resource; ArnLike). `*` alone matches everything.
 */
export function arnLike(actual: string, pattern: string): boolean {
  if (pattern === '*' || pattern === actual) return true;
  const parts = partsOf(actual);
  const patterns = partsOf(pattern);
  return parts.length === patterns.length && parts.every((part, i) => like(part, patterns[i] ?? ''));
}

/** An ARN has six parts; the last keeps its colons. */
export function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}
