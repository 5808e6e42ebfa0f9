/**
 * What to do about a module that Lambda's runtime would bring; undefined for an error about anything else.
 * @param message of an import that failed
 */
export function remedyFor(message: string): string | undefined {
  const [, name] = /^Cannot find (?:package|module) '(@(?:aws-sdk|smithy)\/[^'/]+)/.exec(message) ?? [];
  return name === undefined
    ? undefined
    : `Cannot find module '${name}'. Lambda's runtime brings it; here the app has to: npm install --save-dev ${name}`;
}
