import type { Beliefs } from './belief.ts';

const DOUBT = 'test/verify/doubt.test.ts';

export const EVENTS: Beliefs = {
  service: 'EventBridge and SNS',
  beliefs: [
    {
      belief: 'The end of an execution is told, most of the time: best effort, and in any order.',
      source: 'Events from AWS services, EventBridge user guide',
      date: '2026-11',
      sure: 'documented',
      doubts: ['events-lost'],
      local: ['events-lost'],
      faults: ['aborted'],
      test: DOUBT,
    },
    {
      belief: 'What is told comes at least once, in seconds.',
      source: 'Event delivery, EventBridge user guide, up to 24 hours; the seconds were measured by others',
      date: '2026-11',
      sure: 'likely',
      doubts: ['events-doubled', 'events-late'],
      local: ['events-doubled', 'events-late'],
      faults: ['misdelivered', 'reordered'],
      test: DOUBT,
    },
    {
      belief: 'StringEquals on events:source lets PutEvents of that one source through.',
      source: 'The service authorization reference: a key of many values; public policies ask it so',
      date: '2026-11',
      sure: 'likely',
      faults: ['refused'],
      test: 'test/verify/search.test.ts',
    },
    {
      belief: 'anything-but matches a field that is null; the rule asks for one that is absent by itself.',
      source: 'Recorded, and in the matcher that AWS publishes',
      date: '2026-11',
      sure: 'recorded',
      test: 'packages/local-aws/test/events/pattern.test.ts',
    },
    {
      belief: 'A failed execution is told with error and cause null where it has none.',
      source: 'Recorded',
      date: '2026-11',
      sure: 'recorded',
      test: 'test/infra/rules.test.ts',
    },
    {
      belief: 'A topic with the key that AWS manages, or a policy without CloudWatch, gets nothing, silently.',
      source: 'Amazon SNS key management, developer guide',
      date: '2026-11',
      sure: 'documented',
      test: 'test/infra/topic-key.test.ts',
    },
    {
      belief:
        'A message of structure "json" reaches each protocol as the text under its name, and all others as default.',
      source: 'Publish, Amazon SNS API reference',
      date: '2026-11',
      sure: 'documented',
      test: 'packages/local-aws/test/sns/topics.test.ts',
    },
  ],
};
