import type { CfnResource } from 'aws-cdk-lib/core';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { rendered } from './rendered.ts';

/**
 * A definition holds 1 MB, which nobody can raise (Step Functions' service quotas), and so does the whole template
 * that it is in (CloudFormation's). What is left over is for the rest of that template, and for ids that are longer
 * than the references to them.
 */
export const MOST_BYTES = 850_000;

/** Each check carries what it compares and looks at, so steps and their parts multiply. */
export function requireDefinitionFits(canary: Construct, machine: sfn.StateMachine): void {
  canary.node.addValidation({
    validate: () => {
      const { Properties } = rendered(machine.node.defaultChild as CfnResource);
      const bytes = Buffer.byteLength(JSON.stringify(Properties?.['DefinitionString'] ?? ''));
      return bytes <= MOST_BYTES
        ? []
        : [
            `plan: got a state machine of ${bytes} bytes; expected at most ${MOST_BYTES}, as a definition and a ` +
              'template hold 1 MB: fewer plan.steps, fewer or shorter plan.compare.metrics, fewer extraAlarms',
          ];
    },
  });
}
