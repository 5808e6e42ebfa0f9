import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import validator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { CAUGHT_CAUSE, CAUGHT_ERROR, EXECUTION, jsonata } from '../../statemachine/jsonata.ts';
import { ADVANCE_RETRIES, TRANSIENT } from '../../statemachine/outline/retries.ts';
import { rollBackOnFailure, task } from '../../statemachine/task.ts';
import { functionArn, machineProps, textOf } from '../../verify/definition.ts';
import { stateOf, type Definition } from '../../verify/asl-graph.ts';

const ARN = 'arn:aws:lambda:eu-west-1:222222222222:function:ask-the-owner';

/** A machine of one task, as CloudFormation would get it, and what its role may do. */
function machineThat(asks: (stack: Stack) => lambda.IFunction) {
  const stack = new Stack(new App(), 'Test');
  const ask = task({ ...machineProps(stack), scope: stack }, 'Ask the owner', {
    comment: 'May it go on?',
    invoke: { fn: asks(stack), timeoutSeconds: 50 },
    args: { execution: EXECUTION, weight: 10, version: jsonata('$version') },
    retries: ADVANCE_RETRIES,
    assign: { owner: jsonata('$states.result.Payload.owner') },
  });
  rollBackOnFailure(ask, Succeed.jsonata(stack, 'Roll back'));
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(ask) });
  const template = Template.fromStack(stack);
  const [{ Properties }] = Object.values(template.findResources('AWS::StepFunctions::StateMachine')) as [
    { Properties: { DefinitionString: unknown } },
  ];
  const policies = Object.values(template.findResources('AWS::IAM::Policy')) as {
    Properties: { PolicyDocument: { Statement: { Action: string; Resource: unknown }[] } };
  }[];
  return {
    definition: Properties.DefinitionString,
    resolve: (arn: string): unknown => stack.resolve(arn),
    allowed: policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement),
  };
}

const imported = (arn: string) => (stack: Stack) => lambda.Function.fromFunctionArn(stack, 'Imported', arn);
const invoke = (Resource: unknown) => [{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource }];

describe("a task for a function that is none of the rollout's own", () => {
  const definition = JSON.parse(textOf(machineThat(imported(ARN)).definition)) as Definition;

  it('invokes it with the arguments, waits 10 s longer than it may take, retries and rolls back as told', () => {
    expect(stateOf(definition, 'Ask the owner')).toEqual({
      Type: 'Task',
      Comment: 'May it go on?',
      Resource: 'arn:aws:states:::lambda:invoke',
      QueryLanguage: 'JSONata',
      TimeoutSeconds: 60,
      Arguments: {
        FunctionName: ARN,
        Payload: {
          execution: {
            id: '{% $states.context.Execution.Id %}',
            redrives:
              '{% $exists($states.context.Execution.RedriveCount) ? $states.context.Execution.RedriveCount : 0 %}',
            startedAt: '{% $states.context.Execution.StartTime %}',
          },
          weight: 10,
          version: '{% $version %}',
        },
      },
      Assign: { owner: '{% $states.result.Payload.owner %}' },
      Output: '{% $states.result.Payload %}',
      Retry: ADVANCE_RETRIES.map(({ errors }) => expect.objectContaining({ ErrorEquals: errors }) as unknown),
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Assign: { trigger: { kind: 'own', error: `{% ${CAUGHT_ERROR} %}`, cause: `{% ${CAUGHT_CAUSE} %}` } },
          Next: 'Roll back',
        },
      ],
      End: true,
    });
  });

  it('is valid Amazon States Language', () => {
    const result = validator(structuredClone(definition));
    expect({ valid: result.isValid, errors: result.errorsText('\n') }).toEqual({ valid: true, errors: '' });
  });

  it.each([ARN, `${ARN}:live`, `${ARN}:7`])('lets the machine invoke just %s', (arn) => {
    expect(machineThat(imported(arn)).allowed).toEqual(invoke(arn));
  });

  it.each<[string, (fn: lambda.Function) => lambda.IFunction]>([
    ['a function', (fn) => fn],
    ['its newest version', (fn) => fn.currentVersion as lambda.IVersion],
    ['an alias of it', (fn) => fn.addAlias('live') as lambda.IAlias],
  ])('lets the machine invoke just %s of the same app', (_, part) => {
    let arn = '';
    const { allowed, resolve, definition } = machineThat((stack) => {
      const fn = part(
        new lambda.Function(stack, 'Owner', {
          runtime: lambda.Runtime.NODEJS_24_X,
          handler: 'index.handler',
          code: lambda.Code.fromInline('export const handler = async () => ({})'),
        }),
      );
      arn = fn.functionArn;
      return fn;
    });
    expect(allowed).toEqual(invoke(resolve(arn)));
    expect(JSON.stringify(definition)).toContain(JSON.stringify(resolve(arn)));
  });
});

describe("a task for one of the rollout's own functions", () => {
  it('is told by name, and its arguments are checked against its row', () => {
    const stack = new Stack(new App(), 'Test');
    const parts = { ...machineProps(stack), scope: stack };
    const props = { comment: 'Confirm', invoke: 'confirm', retries: [TRANSIENT] } as const;
    const args = { execution: EXECUTION, rollout: jsonata('$rollback.rollout') };
    task(parts, 'Confirm', { ...props, args });
    // @ts-expect-error a rollout is text
    task(parts, 'Wrong type', { ...props, args: { ...args, rollout: 7 } });
    // @ts-expect-error confirm needs to know the execution
    task(parts, 'Missing', { ...props, args: { rollout: 'x' } });
    // @ts-expect-error nobody reads a weight
    task(parts, 'Too much', { ...props, args: { execution: EXECUTION, rollout: 'x', weight: 10 } });
    // @ts-expect-error no task invokes the watchdog
    expect(() => task(parts, 'Watchdog', { ...props, invoke: 'watchdog', args })).toThrow(
      /^functions\.watchdog: got nothing/,
    );
  });

  it('invokes the handler that the machine was given under its name', () => {
    const stack = new Stack(new App(), 'Test');
    const confirm = task({ ...machineProps(stack), scope: stack }, 'Confirm', {
      comment: 'Confirm',
      invoke: 'confirm',
      args: { execution: EXECUTION, rollout: 'x' },
      retries: [TRANSIENT],
    });
    expect(stack.resolve(confirm.toStateJson())).toMatchObject({
      TimeoutSeconds: 30,
      Arguments: { FunctionName: functionArn('confirm') },
      Retry: [{ ErrorEquals: TRANSIENT.errors }],
    });
  });
});
