/** What Lambda tells of a function or of one of its versions. */
export type Configuration = Readonly<Record<string, unknown>>;

/**
 * What decides how a version runs, as GetFunctionConfiguration names it. A version keeps all of it as it was when it
 * was published; what differs by itself, such as states, times and revisions, is not among it.
 */
const DECIDES = [
  'CodeSha256',
  'Runtime',
  'Handler',
  'Role',
  'Timeout',
  'MemorySize',
  'Architectures',
  'Layers',
  'VpcConfig',
  'FileSystemConfigs',
  'EphemeralStorage',
  'ImageConfigResponse',
  'KMSKeyArn',
  'DeadLetterConfig',
  'TracingConfig',
  'LoggingConfig',
] as const;

/**
 * Fields in which two configurations differ, of the environment each variable by its name; never a value, for it may be
 * a secret. What cannot be read, as an environment under a key that the caller may not use, counts as the same.
 */
export function differences(one: Configuration, other: Configuration): readonly string[] {
  const fields = DECIDES.filter((field) => canonical(one[field]) !== canonical(other[field]));
  const [ours, theirs] = [variablesOf(one), variablesOf(other)];
  if (ours === undefined || theirs === undefined) return fields;
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
  const changed = names.filter((name) => ours[name] !== theirs[name]);
  return [...fields, ...changed.map((name) => `Environment.${name}`)];
}

/** Why the newest version is not released unless it is named: users would not get what was deployed. */
export function whyNotAsDeployed(version: string, fields: readonly string[]): string | undefined {
  if (fields.length === 0) return undefined;
  return (
    `the function is configured otherwise than version ${version}, the newest: ${fields.join(', ')}; publish a ` +
    `version that has it, or name this one to release it without: {"version":"${version}"}`
  );
}

function variablesOf({ Environment }: Configuration): Readonly<Record<string, unknown>> | undefined {
  const { Error: unreadable, Variables = {} } = (Environment ?? {}) as { Error?: unknown; Variables?: object };
  return unreadable === undefined ? (Variables as Record<string, unknown>) : undefined;
}

/** Text that is the same for the same values in whatever order; nothing and an empty list or text are the same. */
function canonical(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value)) return value.map(canonical).sort().join(',');
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => [key, canonical(inner)] as const);
  return entries
    .filter(([, text]) => text !== '')
    .map(([key, text]) => `${key}(${text})`)
    .sort()
    .join(',');
}
