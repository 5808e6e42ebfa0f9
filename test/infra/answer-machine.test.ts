import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { createGoOn } from '../../handlers/go-on.ts';
import { memoryPorts } from '../../verify/memory/ports.ts';
import { arn, memoryService } from '../../verify/memory/service.ts';
import { textOf } from '../../verify/definition.ts';
import type { Definition } from '../../verify/asl-graph.ts';
import { ownStack } from './own-app.ts';
import type { Synthesized } from './synthesized.ts';

const gated = () => ownStack({ plan: { steps: [{ weight: 100, bakeSeconds: 300, approve: true }] } });

/** Tokens of the template stand as their JSON. */
function definitionAt(synth: Synthesized, path: string): Definition {
  const { DefinitionString: rendered } = synth.properties(path) as {
    DefinitionString: { 'Fn::Join': [string, unknown[]] };
  };
  const [separator, parts] = rendered['Fn::Join'];
  const literal = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'")));
  return JSON.parse(textOf({ 'Fn::Join': [separator, literal] })) as Definition;
}

describe('a plan that waits for approval', () => {
  it('comes with a machine that tells a rollout, and can do nothing else', () => {
    const { canary, synthesize } = gated();
    canary.addOutputs();
    const synth = synthesize();
    const { StartAt, States } = definitionAt(synth, 'Canary/Answers/Machine');
    expect([StartAt, ...Object.keys(States)]).toEqual(['Tell the rollout', 'Tell the rollout', 'Told', 'Refused']);
    expect(States['Tell the rollout']?.Arguments?.Payload).not.toHaveProperty('answersElsewhere');
    expect(States['Tell the rollout']?.Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: 'Refused' }]);
    expect(synth.template.Outputs['AnswerMachineArn']?.Value).toEqual(synth.ref('Canary/Answers/Machine'));
    const functions = JSON.stringify(synth.properties('Canary/Answers/Machine/Role/DefaultPolicy'));
    expect(functions.match(/lambda:InvokeFunction/g)).toHaveLength(1);
  });

  it('has a machine that releases which is told to let nothing go on', () => {
    const main = definitionAt(gated().synthesize(), 'Canary/Rollout/Machine');
    expect(main.States['Tell the rollout']?.Arguments?.Payload).toMatchObject({ answersElsewhere: true });
  });

  it('lets somebody approve who may not release', () => {
    const { canary, stack, synthesize } = gated();
    canary.grantApprove(new Role(stack, 'Somebody', { assumedBy: new AccountRootPrincipal() })).assertSuccess();
    const synth = synthesize();
    const policy = synth.properties('Somebody/DefaultPolicy')['PolicyDocument'] as { readonly Statement: unknown };
    const Resource = synth.ref('Canary/Answers/Machine');
    expect(policy.Statement).toEqual([{ Effect: 'Allow', Action: 'states:StartExecution', Resource }]);
  });
});

describe('a plan that waits for nobody', () => {
  it('has one machine, and nobody to approve', () => {
    const { canary, stack, synthesize } = ownStack();
    const somebody = new Role(stack, 'Somebody', { assumedBy: new AccountRootPrincipal() });
    expect(() => canary.grantApprove(somebody)).toThrow(/grantApprove: got a plan without a step that has "approve"/);
    const machines = Object.values(synthesize().template.Resources).filter(
      ({ Type }) => Type === 'AWS::StepFunctions::StateMachine',
    );
    expect(machines).toHaveLength(1);
  });
});

describe('the machine that releases, where another is for answers,', () => {
  it.each([{ goOn: true }, { goOn: 'promote' }, { goOn: { at: 10, by: 'ann' } }])(
    'refuses %j by name',
    async (input) => {
      const service = memoryService();
      const a = service.execution('a');
      await a.claim();
      await a.shift(10);
      const before = service.world.state;
      const word = { execution: { id: arn('p'), redrives: 0, startedAt: '2026-01-05T09:01:00.000Z' }, input };
      const goOn = createGoOn(memoryPorts(service.world, 'p'));
      await expect(goOn({ ...word, answersElsewhere: true })).rejects.toMatchObject({ name: 'AnswerElsewhere' });
      expect(service.world.state).toEqual(before);
      expect(await goOn({ ...word, input: { pause: true }, answersElsewhere: true })).toMatchObject({ weight: 10 });
      expect(await goOn(word)).toMatchObject({ weight: 10 });
    },
  );
});
