import type { Input, Place } from '../core/types.ts';
import type { Access } from '../iam/access-control.ts';
import { type Actions, arnOf, members, on, text } from '../iam/actions.ts';

/** Each entry is authorized on its bus, with the source that it claims to have. */
function entriesOf({ Entries: entries }: Input, place: Place): readonly Access[] {
  return (Array.isArray(entries) ? entries.map(members) : [{}]).map((entry) => {
    const bus = text(entry, 'EventBusName') || 'default';
    return {
      action: 'events:PutEvents',
      resource: arnOf(place, 'events', `event-bus/${bus}`, bus),
      context: { 'events:source': text(entry, 'Source') },
    };
  });
}

const onRule = (action: string, member: string) =>
  on(`events:${action}`, (input, place) => arnOf(place, 'events', `rule/${text(input, member)}`));

export const EVENTS_ACTIONS: Actions = {
  DescribeRule: onRule('DescribeRule', 'Name'),
  ListRules: on('events:ListRules', (_input, place) => arnOf(place, 'events', 'rule/*')),
  ListTargetsByRule: onRule('ListTargetsByRule', 'Rule'),
  PutEvents: entriesOf,
};
