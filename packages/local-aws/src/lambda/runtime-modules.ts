import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Scopes of the modules that Lambda's Node.js runtimes bring beside the code: the AWS SDK for JavaScript v3, and what
 * it is made of ("Building Lambda functions with Node.js", SDK versions included by the runtime). A default
 * NodejsFunction leaves them out of its bundle.
 */
const SCOPES = ['@aws-sdk', '@smithy'];

/** The folders that Node looks through for modules, from a folder on up. */
function modulesAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return [join(folder, 'node_modules'), ...(parent === folder ? [] : modulesAbove(parent))];
}

/**
 * Links those that Node finds from a folder, such as an app's.
 * @param into a folder `node_modules`. What it has already stays
 */
export function linkRuntimeModules(into: string, folder: string): void {
  for (const scope of SCOPES) {
    const found = modulesAbove(folder)
      .map((modules) => join(modules, scope))
      .filter((each) => existsSync(each));
    for (const from of found) {
      mkdirSync(join(into, scope), { recursive: true });
      const known = new Set(readdirSync(join(into, scope)));
      for (const name of readdirSync(from).filter((each) => !known.has(each)))
        symlinkSync(join(from, name), join(into, scope, name), 'dir');
    }
  }
}

/** Those that this package has itself, for functions of no app in particular. */
export function linkOwnModules(into: string): void {
  linkRuntimeModules(into, dirname(createRequire(import.meta.url).resolve('local-aws/package.json')));
}
