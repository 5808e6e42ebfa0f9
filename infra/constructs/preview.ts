import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as lattice from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import type { CustomDomain } from './options.ts';
import { lambdaTargetGroup, type Lattice, TARGET_GROUP } from './lattice.ts';
import { latticeName } from './lattice-names.ts';
import type { PreviewOptions } from './preview-options.ts';

export interface PreviewProps {
  readonly options: PreviewOptions;
  readonly alias: lambda.Alias;
  readonly lattice: Lattice;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly customDomain?: CustomDomain | undefined;
}

/**
 * Before the default action, and after up to nine rules of others. Rules are looked at from the lowest number to the
 * highest, "the default rule is evaluated last" (VPC Lattice user guide, "Listener rules").
 */
const PRIORITY = 10;

/**
 * A way for testers past the weights: a rule of the listener that sends requests with one header to the alias
 * `preview`, through a target group of its own. Neither an alarm nor a comparison counts what happens there.
 *
 * The rule may change, unlike the listener, for it has no weights: rollouts move the alias behind it. "Header name
 * and match evaluations are not case sensitive" ("Listener rules"), and are left so: a client may write the name as
 * it likes.
 */
export class Preview extends Construct {
  readonly header: string;
  readonly value: string;
  readonly targetGroup: lattice.CfnTargetGroup;
  readonly rule: lattice.CfnRule;

  constructor(scope: Construct, id: string, props: PreviewProps) {
    super(scope, id);
    const { alias, customDomain, options, protocol } = props;
    this.header = options.header;
    this.value = options.value;
    const servedAs = [customDomain?.name];
    this.targetGroup = lambdaTargetGroup(
      this,
      'TargetGroup',
      latticeName(scope, 'targetGroup', 'preview', [...servedAs, TARGET_GROUP]),
      alias,
    );
    this.rule = new lattice.CfnRule(this, 'Rule', {
      name: latticeName(scope, 'rule', 'preview', [...servedAs, protocol]),
      serviceIdentifier: props.lattice.serviceId,
      listenerIdentifier: props.lattice.listenerId,
      priority: PRIORITY,
      match: {
        httpMatch: {
          headerMatches: [{ name: options.header, match: { exact: options.value }, caseSensitive: false }],
        },
      },
      action: { forward: { targetGroups: [{ targetGroupIdentifier: this.targetGroup.attrId, weight: 100 }] } },
    });
  }
}
