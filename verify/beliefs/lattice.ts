import type { Beliefs } from './belief.ts';

const DOUBT = 'test/verify/doubt.test.ts';

export const LATTICE: Beliefs = {
  service: 'VPC Lattice',
  beliefs: [
    {
      belief: 'Weights are relative shares of the requests, and 90 and 10 are 90 and 10 percent of them.',
      source: 'Listener rules for your VPC Lattice service; by request or by connection is not said',
      date: '2026-11',
      sure: 'likely',
      local: ['weights-by-connection'],
      test: 'test/live/doubts.test.ts',
    },
    {
      belief: 'UpdateListener replaces the default action whole; the last writer wins, and there is no condition.',
      source: 'UpdateListener, API reference',
      date: '2026-11',
      sure: 'documented',
      test: 'test/handlers/ports/aws/lattice-listener.test.ts',
    },
    {
      belief: 'New weights are followed within the 90 s that a plan settles, everywhere at once.',
      source: 'No figure is published; ECS waits about 90 s after every weight',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['weights-60', 'weights-180', 'weights-uneven'],
      faults: ['data-plane'],
      test: DOUBT,
    },
    {
      belief: 'GetListener tells what was written last.',
      source: 'Nothing is said about its consistency',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['stale-listener'],
      test: DOUBT,
    },
    {
      belief: 'GetListener tells a weight of 0 as 0.',
      source: 'GetListener, API reference: the weight is optional',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['weight-left-out'],
      test: DOUBT,
    },
    {
      belief: 'A conflict on the listener is over soon, and the call may be repeated.',
      source: 'ConflictException, API reference: how long is not said',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['listener-conflicts'],
      test: DOUBT,
    },
    {
      belief: 'A LAMBDA target group reports TotalRequestCount and HTTPCode_5XX_Count.',
      source: 'CloudWatch metrics for VPC Lattice: lists them by protocol, and a LAMBDA group has none',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['silent-target-groups'],
      test: DOUBT,
    },
    {
      belief: 'The dimension TargetGroup holds the id, tg-…',
      source: 'The same page, by analogy with the dimension Service',
      date: '2026-11',
      sure: 'likely',
      doubts: ['dimension-by-arn'],
      test: DOUBT,
    },
    {
      belief: 'A target that throws is answered with 502, which is counted in its target group.',
      source: 'The metrics HTTPCode_VpcLattice_502 and _504 are listed under the service only',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['thrown-unseen'],
      local: ['throws-200', 'throws-500', 'throws-504', 'throws-closed'],
      test: DOUBT,
    },
    {
      belief: 'A target group belongs to one service, a VPC to one service network, and names are unique.',
      source: 'Target groups, and VPC associations, VPC Lattice user guide',
      date: '2026-11',
      sure: 'documented',
      test: 'test/infra/refused-updates.test.ts',
    },
  ],
};
