import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { APP_DIR } from '../../local/cli/stage.ts';
import { runAs } from '../support/person.ts';

const TSX = import.meta.resolve('tsx');

const inProject = (file: string) => join(APP_DIR, file);

/** A person at a terminal of their own, in a folder of their own: caches, settings and reports of nobody else. */
export function personIn(folder: string, endpoint: string) {
  const home = join(folder, 'home');
  mkdirSync(home);
  const run = (args: readonly string[]) => runAs({ endpoint, home, cwd: folder }, process.execPath, args);
  return {
    /** `npx cdk …` */
    cdk: (...args: string[]) => run([inProject('node_modules/aws-cdk/bin/cdk'), ...args, '--no-notices']),
    /** `npm run canary -- …` */
    canary: (...args: string[]) =>
      run(['--disable-warning=ExperimentalWarning', '--import', TSX, inProject('cli/main.ts'), ...args]),
  };
}
