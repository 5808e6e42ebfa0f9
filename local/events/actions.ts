import type { Input, Place } from '../core/types.ts';
import { type Actions, arnOf, members, on, text } from '../iam/actions.ts';

/** The buses of all entries; there is one bus here. */
function buses({ Entries: entries }: Input, place: Place): readonly string[] {
  const names = Array.isArray(entries) ? entries.map((entry) => text(members(entry), 'EventBusName') || 'default') : ['default'];
  return [...new Set(names)].map((name) => arnOf(place, 'events', `event-bus/${name}`, name));
}

const onRule = (action: string, member: string) => on(`events:${action}`, (input, place) => arnOf(place, 'events', `rule/${text(input, member)}`));

export const EVENTS_ACTIONS: Actions = {
  DescribeRule: onRule('DescribeRule', 'Name'),
  ListRules: on('events:ListRules', (_input, place) => arnOf(place, 'events', 'rule/*')),
  ListTargetsByRule: onRule('ListTargetsByRule', 'Rule'),
  PutEvents: (input, place) => buses(input, place).map((resource) => ({ action: 'events:PutEvents', resource })),
};
