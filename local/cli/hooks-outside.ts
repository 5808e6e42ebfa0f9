import type { Cloud } from 'local-aws';
import type { Definition } from '../../cli/story/definition.ts';
import { planIn } from '../../cli/story/deployed.ts';

/**
 * Hooks are functions of the same app here: nothing else runs on a laptop, and a release would be rolled back for one
 * that is not there.
 * @throws Error naming each function that is none of the app's, and the way out
 */
export function requireHooksInApp({ functions, machines }: Pick<Cloud, 'functions' | 'machines'>): void {
  const hooks = machines
    .listMachines()
    .flatMap(({ revision }) => planIn(JSON.parse(revision.text) as Definition).hooks ?? []);
  const outside = [...new Set(hooks.map(({ fn }) => fn))].filter(
    (fn) => functions.registry.find(nameOf(fn)) === undefined,
  );
  if (outside.length === 0) return;
  throw new Error(
    `plan.hooks: got ${outside.join(', ')}, expected functions of this app, for the local cloud has no others; ` +
      'define a stand-in in one of its stacks, or leave plan.hooks out here by a context value of your own',
  );
}

/** `gate` of `arn:aws:lambda:eu-west-1:111122223333:function:gate:live`. */
const nameOf = (arn: string): string => arn.split(':')[6] ?? arn;
