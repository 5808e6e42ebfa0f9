import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { remedyFor } from './remedy.ts';

export type Handler = (event: unknown, context: object) => unknown;

/** As the Node.js runtime of Lambda looks for a module. */
const EXTENSIONS = ['.mjs', '.js', '.cjs'];

/**
 * Imports the handler that the setting names: `index.handler` is the export `handler` of `index.mjs`, or what
 * `index.js` has of that name in its `module.exports`.
 * @throws Error named as Lambda names it: Runtime.ImportModuleError, Runtime.HandlerNotFound
 */
export async function loadHandler(folder: string, setting: string): Promise<Handler> {
  const dot = setting.lastIndexOf('.');
  const [module, name] = [setting.slice(0, dot), setting.slice(dot + 1)];
  const file = EXTENSIONS.map((extension) => join(folder, module + extension)).find((path) => existsSync(path));
  if (file === undefined) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const exports = (await import(pathToFileURL(file).href).catch(rethrow)) as Record<string, unknown>;
  // Of a CommonJS module all of `module.exports` is the default; which of it are exports too, Node can only guess.
  const handler = exports[name] ?? (exports['default'] as Record<string, unknown> | undefined)?.[name];
  if (typeof handler !== 'function') throw named('Runtime.HandlerNotFound', `${setting} is undefined or not exported`);
  return handler as Handler;
}

function rethrow(error: unknown): never {
  const remedy = error instanceof Error ? remedyFor(error.message) : undefined;
  throw remedy === undefined ? error : named('Runtime.ImportModuleError', `Error: ${remedy}`);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** A thrown value as Lambda shows it. */
export function errorPayload(thrown: unknown): string {
  if (!(thrown instanceof Error))
    return JSON.stringify({ errorType: typeof thrown, errorMessage: String(thrown), trace: [] });
  return JSON.stringify({
    errorType: thrown.name,
    errorMessage: thrown.message,
    trace: (thrown.stack ?? '').split('\n'),
  });
}
