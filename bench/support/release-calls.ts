import { Simulation } from '../../verify/simulation/simulation.ts';

/** What one healthy release of a definition does, counted. */
export interface ReleaseCalls {
  /** States entered, the last one included. */
  readonly transitions: number;
  /** Handlers invoked. */
  readonly functions: number;
  /**
   * Calls by port, such as `alarms.read`. Each is one call of AWS, but that `announcer.publish` is two and a list of
   * more than 50 versions takes another.
   */
  readonly ports: ReadonlyMap<string, number>;
}

/** @throws Error when the release does not succeed */
export async function countRelease(definition: string): Promise<ReleaseCalls> {
  const { States } = JSON.parse(definition) as { States: Readonly<Record<string, { readonly Type: string }>> };
  const simulation = new Simulation({ definition });
  let transitions = 0;
  let functions = 0;
  simulation.machines.onTransition(({ type, state = '' }) => {
    if (type !== 'entered') return;
    transitions++;
    if (States[state]?.Type === 'Task') functions++;
  });
  const ports = new Map<string, number>();
  const execution = await simulation.start();
  simulation.world.hook = ({ actor, name, moment }) => {
    if (actor === execution.arn && moment === 'before') ports.set(name, (ports.get(name) ?? 0) + 1);
  };
  const { status } = await simulation.finish(execution);
  if (status !== 'SUCCEEDED')
    throw new Error(`the simulated release ended ${status}; a price is that of a healthy one`);
  return { transitions, functions, ports };
}

/**
 * Calls of ports that the roll-back function makes, from an alarm's message on to the first write of the listener,
 * which is the last of them.
 */
export async function callsOfRollback(definition: string, shiftTo: string): Promise<readonly string[]> {
  const simulation = new Simulation({ definition });
  const execution = await simulation.start();
  await simulation.reach(execution, shiftTo);
  const calls: string[] = [];
  simulation.world.hook = ({ actor, name, moment }) => {
    if (actor === 'sns' && moment === 'before' && calls.at(-1) !== 'listener.write') calls.push(name);
  };
  const at = new Date(simulation.clock.now());
  await simulation.message(
    JSON.stringify({
      AlarmName: 'canary-errors',
      NewStateValue: 'ALARM',
      NewStateReason: 'threshold crossed',
      StateChangeTime: at.toISOString(),
    }),
  );
  return calls;
}
