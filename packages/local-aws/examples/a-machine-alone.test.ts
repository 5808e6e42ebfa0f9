import { seededRandom, VirtualClock } from 'local-aws/clock';
import { StateMachines } from 'local-aws/states';
import { expect, test } from 'vitest';

test('an order is packed for a minute and sent', async () => {
  const clock = new VirtualClock();
  const machines = new StateMachines({
    clock,
    random: seededRandom(1),
    place: { account: '123456789012', region: 'eu-west-1' },
    events: { emit: () => undefined },
    tasks: { run: async (_resource, order) => ({ sent: order }) },
  });
  const states = {
    'Pack it': { Type: 'Wait', Seconds: 60, Next: 'Send it' },
    'Send it': { Type: 'Task', Resource: 'send', Arguments: '{% $states.input.order %}', End: true },
  };
  const { arn } = machines.create({
    name: 'orders',
    definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Pack it', States: states }),
  });
  const { executionArn } = await machines.startExecution({ stateMachineArn: arn, input: '{"order":7}' });
  await clock.runUntil(clock.now() + 60_000);
  expect(machines.execution(executionArn).output).toBe('{"sent":7}');
});
