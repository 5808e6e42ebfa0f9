import { LISTENER_ID } from '../memory/ports.ts';
import { sameGroups } from '../../rollout/listener/groups.ts';
import { RELEASE, type Case } from './case.ts';
import { executionArn } from './disturb.ts';
import { BY_A_PERSON, OTHERS } from './others-listener.ts';
import type { Simulation } from './simulation.ts';

/** As an adoption would have left it. */
export function haveAdopted({ world }: Simulation): void {
  const at = world.now().toISOString();
  const adopted = { listener: LISTENER_ID, at, by: 'before', version: '1', before: OTHERS.action };
  world.foreign = undefined;
  world.record = { ...world.record, revision: world.record.revision + 1, adopted };
}

interface Fault {
  readonly invariant: 'I4' | 'I5';
  readonly message: string;
}

/** What is wrong with a listener of others once everything is over. */
export function othersFaults({ world }: Simulation, one: Case): readonly Fault[] {
  if (world.others === undefined) return [];
  const { foreign, overwritten, record, split } = world;
  const adopts = (actor: string) => one.adopted === undefined && actor === executionArn(RELEASE);
  const wrong = overwritten.filter(
    ({ action, actor, adopted }) => !sameGroups(action, OTHERS.action) || !(adopted || adopts(actor)),
  );
  const faults = wrong.map(({ action, actor }): Fault => {
    const message = `${actor.split(':').at(-1)} writes over ${JSON.stringify(action)}, which is somebody else's`;
    return { invariant: 'I4', message };
  });
  const byPerson = foreign !== undefined && sameGroups(foreign, BY_A_PERSON);
  const asItWas = foreign !== undefined && sameGroups(foreign, OTHERS.action);
  if (!byPerson && asItWas === (record.adopted !== undefined))
    faults.push({
      invariant: 'I5',
      message: `the listener is ${record.adopted ? '' : 'not '}adopted, and its default action is ${split}`,
    });
  return faults;
}
