/** A path into an event, as EventBridge takes it in InputPath and InputPathsMap. */
export type JsonPath = readonly (string | number)[];

const STEP = /^(?:\.([A-Za-z0-9_/-]+)|\[(\d+)\])/;

/**
 * Reads `$.detail.items[0].id`. Wildcards, which AWS takes, are not supported.
 *
 * @throws Error naming the path and where it stops making sense
 */
export function parsePath(text: string): JsonPath {
  if (!text.startsWith('$')) throw new Error(`the path '${text}' must start with $`);
  const steps: (string | number)[] = [];
  let rest = text.slice(1);
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (match === null) throw new Error(`unsupported part '${rest}' of the path '${text}'`);
    steps.push(match[1] ?? Number(match[2]));
    rest = rest.slice(match[0].length);
  }
  return steps;
}

/** Undefined when there is nothing at the path. */
export function atPath(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
}
