import { AT_REST } from '../../rollout/weights.ts';
import type { OthersListener } from '../memory/world.ts';
import type { Simulation } from './simulation.ts';
import { versionOf } from './trace.ts';

/** A listener of others that serves version 1 by an alias of its owner's. */
export const OTHERS: OthersListener = {
  action: { 'tg-old': 100 },
  targets: [
    { group: 'tg-old', type: 'LAMBDA', targets: ['arn:aws:lambda:eu-west-1:111122223333:function:orders:live'] },
  ],
  aliases: { live: '1' },
};

/** What a person writes into it, who knows of no release. */
export const BY_A_PERSON = { 'tg-person': 100 };

/** Neither of our groups gets a request by it. */
export function writeByHand({ trace, world }: Simulation): void {
  world.writeAction('person', BY_A_PERSON);
  trace.add('person', {
    what: 'weights',
    weights: AT_REST,
    record: world.record,
    canary: versionOf(world.aliases, 'canary'),
    redrives: 0,
  });
}
