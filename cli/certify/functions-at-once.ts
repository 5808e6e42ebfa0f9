import { explain } from '../explain.ts';
import { count } from '../story/text.ts';
import type { CertifyPorts, FunctionsAtOnce } from './ports.ts';

/**
 * Lambda takes no reservation that leaves fewer than this for all others ("Configuring reserved concurrency for a
 * function", developer guide): an account with fewer has not been given its usual quota yet.
 */
const LEAST = 100;

/** How many functions may run at once; undefined, and said why, where Lambda does not tell. */
export async function atOnce(
  ports: Pick<CertifyPorts, 'functionsAtOnce'>,
  say: (why: string) => void,
): Promise<FunctionsAtOnce | undefined> {
  try {
    return await ports.functionsAtOnce();
  } catch (error) {
    say(`How many functions may run at once is not known: ${explain(error)}\n`);
    return undefined;
  }
}

/** For people, with what it means for a release. */
export function atOnceLine(found: FunctionsAtOnce | undefined): string {
  if (found === undefined) return 'not known: Lambda did not tell';
  const { account, unreserved } = found;
  const told = `${count(account)} in this account and Region, ${count(unreserved)} of them not reserved`;
  if (unreserved >= LEAST) return `${told}: canary, production and rollbacks share these with everything else`;
  return (
    `${told}, few as in a new account: canary, production and rollbacks share them, and a canary that hangs uses ` +
    'them up. Ask Service Quotas for more concurrent executions before users come ' +
    '(RUNBOOK.md#canary-lambda-throttles)'
  );
}
