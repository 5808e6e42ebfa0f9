import { executionName } from '../../rollout/execution.ts';
import { endpointOf, isOnThisMachine } from '../connection.ts';
import type { Context } from '../context.ts';
import { Status } from '../status.ts';
import { watchRelease } from '../watch/watch.ts';

/** Says that an execution runs and where to see it, or shows it until it is over. */
export async function sayOrWatch(
  context: Context,
  execution: string,
  { json, watch }: { readonly json?: boolean; readonly watch?: boolean },
  what: string,
): Promise<Status> {
  const { host, own, say, service, where } = context;
  if (watch === true) {
    if (json !== true) say(`${what}: ${execution}`);
    return (await watchRelease(context, execution, json === true)).status;
  }
  if (json === true) say(JSON.stringify({ execution }));
  else
    [
      `${what}: ${execution}`,
      `Watch it:  ${own(`watch ${executionName(execution)}`)}`,
      isOnThisMachine(endpointOf(where, host.env))
        ? 'Or on the page whose address npm run local printed as "console".'
        : `Or in the console:  ${service.consoleUrl}`,
      `End it:  ${own('abort')}`,
    ].forEach(say);
  return Status.ok;
}
