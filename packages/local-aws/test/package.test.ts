import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isBuiltin } from 'node:module';
import { describe, expect, test } from 'vitest';

const HOME = join(import.meta.dirname, '..');
const { name, dependencies, devDependencies } = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

interface Import {
  readonly file: string;
  readonly what: string;
}

const STATEMENT = /^(?:import|export)\b(?:[^'"`;]*?\bfrom)? '([^']+)'/.source;
const CALL = /\b(?:import|createRequire\(import\.meta\.url\))\('([^']+)'\)/.source;

/** Every module that every file of the package asks for, types included. */
const imports: readonly Import[] = readdirSync(HOME, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.m?ts$|\.mjs$/.test(file) && !/(^|\/)(node_modules|dist|\.local-aws)\//.test(file))
  .flatMap((file) =>
    [...readFileSync(join(HOME, file), 'utf8').matchAll(new RegExp(`${STATEMENT}|${CALL}`, 'gm'))].map(
      ([, one, other]) => ({ file, what: one ?? other ?? '' }),
    ),
  );

const isRelative = ({ what }: Import) => what.startsWith('.');
/** `@aws-sdk/client-sfn` of `@aws-sdk/client-sfn/dist`. */
const packageOf = ({ what }: Import) => /^(@[^/]+\/)?[^/]+/.exec(what)?.[0] ?? what;
const packages = imports.filter((each) => !isRelative(each) && !isBuiltin(each.what) && packageOf(each) !== name);
/** What whoever installs it runs. */
const isProduct = ({ file }: Import) => /^(src|bin|build\.mjs)/.test(file);

describe('the package could be a repository of its own', () => {
  test('nothing in it imports from outside', () => {
    expect(imports.length).toBeGreaterThan(500);
    const outside = imports.filter(
      (each) => isRelative(each) && relative(HOME, resolve(HOME, dirname(each.file), each.what)).startsWith('..'),
    );
    expect(outside).toEqual([]);
  });

  test('package.json names every package that is imported, for use or for development', () => {
    expect(packages.filter((each) => isProduct(each) && dependencies[packageOf(each)] === undefined)).toEqual([]);
    const named = { ...dependencies, ...devDependencies };
    expect(packages.filter((each) => named[packageOf(each)] === undefined)).toEqual([]);
  });

  test('package.json names no package that nothing imports', () => {
    const imported = new Set(packages.map(packageOf));
    const used = new Set(packages.filter(isProduct).map(packageOf));
    expect(Object.keys(dependencies).filter((each) => !used.has(each))).toEqual([]);
    // The compiler, the types that it looks up itself, and what aws-cdk-lib asks its users to install.
    const otherwise = new Set(['@types/node', 'constructs', 'typescript']);
    expect(Object.keys(devDependencies).filter((each) => !imported.has(each) && !otherwise.has(each))).toEqual([]);
  });

  test('its entries need no test runner', () => {
    expect(packages.filter((each) => isProduct(each) && packageOf(each) === 'vitest')).toEqual([]);
  });
});
