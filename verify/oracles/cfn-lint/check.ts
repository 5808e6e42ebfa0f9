import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Annotations } from 'aws-cdk-lib/core';
import { createApp, DEFAULT_RELEASE } from '../../../infra/app/create-app.ts';
import { SETTINGS_KEY } from '../../../infra/app/settings.ts';
import { VARIANTS } from '../../../infra/app/variants.ts';
import { bundleHandlers, bundleRelease } from '../../../infra/bundling/index.ts';
import { CREATE_ONLY } from 'local-aws';
import { LINT_EXCEPTIONS } from './exceptions.ts';
import { lintFaults, type Finding } from './judge.ts';
import { createOnlyOfSchemas, schemaFaults } from './schemas.ts';

/**
 * `npm run check:cfn-lint`: every variant of the template in several Regions, by cfn-lint where it is installed; and
 * the table of what is replaced, against the schemas that cfn-lint brings.
 */
const REGIONS = ['us-east-1', 'us-west-2', 'ca-central-1', 'eu-west-1', 'eu-central-1', 'ap-northeast-1', 'sa-east-1'];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Findings make no status of 0; anything that is not JSON is trouble of its own. */
function lint(files: readonly string[]): readonly Finding[] {
  const { stdout, stderr } = spawnSync('cfn-lint', ['--format', 'json', '-r', ...REGIONS, '-t', ...files], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  try {
    return JSON.parse(stdout) as Finding[];
  } catch {
    throw new Error(`cfn-lint could not be run: ${stderr || stdout}`);
  }
}

/** The templates of all variants below a folder, by file. */
function synthesize(folder: string): ReadonlyMap<string, string> {
  bundleHandlers(folder);
  const release = bundleRelease(DEFAULT_RELEASE, folder).folder;
  const all = Object.entries({ 'no settings': {}, ...VARIANTS });
  return new Map(
    all.map(([name, settings], i) => {
      const outdir = join(folder, `out-${i}`);
      const { app, stack } = createApp({
        bundle: () => ({ handlers: folder, release }),
        context: { [SETTINGS_KEY]: settings },
        outdir,
      });
      // The key of the settings is somebody else's, and so is its policy.
      Annotations.of(app).acknowledgeWarning('lattice-canary:importedKey');
      app.synth();
      return [join(outdir, `${stack.artifactId}.template.json`), name] as const;
    }),
  );
}

function check(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-lint-'));
  try {
    const templates = synthesize(folder);
    const nameOf = (file: string) => templates.get(file) ?? basename(dirname(file));
    const faults = lintFaults(lint([...templates.keys()]), LINT_EXCEPTIONS, nameOf);
    say(`cfn-lint: ${templates.size} templates in ${REGIONS.length} Regions`);
    for (const { rule, reason } of LINT_EXCEPTIONS) say(`cfn-lint: but for ${rule}: ${reason}`);
    const schemas = createOnlyOfSchemas(Object.keys(CREATE_ONLY));
    if (schemas === undefined)
      say('SKIPPED: python3 cannot import cfnlint, so the table of replacements was not looked at');
    return [...faults, ...(schemas === undefined ? [] : schemaFaults(CREATE_ONLY, schemas))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// Neither CDK's validator nor its warnings are what this is about.
process.env.CDK_VALIDATION = 'false';
if (spawnSync('cfn-lint', ['--version']).status === 0) {
  const faults = check();
  faults.forEach(say);
  say(faults.length === 0 ? 'cfn-lint: clean' : `cfn-lint: ${faults.length} findings`);
  if (faults.length > 0) process.exitCode = 1;
} else say('SKIPPED: cfn-lint is not installed (pip install cfn-lint), so no template was looked at');
