import { CfnWaitConditionHandle } from 'aws-cdk-lib/core';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Alias, aliasName, type OwnedAlias, PREVIEW_ALIAS } from '../../statemachine/contract/names.ts';

/**
 * The aliases `production`, `canary` and `previous`, and `preview` where testers have a way of their own. Rollouts own
 * them at run time: the template creates them and never says anything new about them, because CloudFormation writes a
 * resource's whole desired state when any of its properties changes, and would point the alias back at its first
 * version. Hence no option exists here but that version, and what others add to the resources is refused.
 */
export class Aliases extends Construct {
  readonly production: lambda.Alias;
  readonly canary: lambda.Alias;
  readonly previous: lambda.Alias;
  /** Only with a preview. */
  readonly preview?: lambda.Alias;

  /**
   * @param initialVersion literal; the version at which the aliases begin
   * @param previewVersion the same of `preview`. No such alias unless told
   * @param prefix what their names begin with
   */
  constructor(
    scope: Construct,
    id: string,
    fn: lambda.Function,
    initialVersion: string,
    previewVersion?: string,
    prefix = '',
  ) {
    super(scope, id);
    const versionAt = (constructId: string, version: string) =>
      lambda.Version.fromVersionAttributes(this, constructId, { lambda: fn, version });
    const firstVersion = versionAt('FirstVersion', initialVersion);
    // On the first deploy version 1 is the one that this deploy publishes. `cdk deploy --hotswap` points every alias
    // that names a version, in DependsOn too, at a new one: these depend on something that is nothing, and it does.
    const published = new CfnWaitConditionHandle(this, 'VersionPublished');
    published.node.addDependency(fn.currentVersion);
    const alias = (constructId: string, name: OwnedAlias, version = firstVersion): lambda.Alias => {
      const created = new lambda.Alias(this, constructId, { aliasName: aliasName(name, prefix), version });
      created.node.addDependency(published);
      created.node.addValidation({ validate: () => additionsTo(created, version.version) });
      return created;
    };
    this.production = alias('Production', Alias.production);
    this.canary = alias('Canary', Alias.canary);
    this.previous = alias('Previous', Alias.previous);
    if (previewVersion !== undefined)
      this.preview = alias('Preview', PREVIEW_ALIAS, versionAt('FirstPreviewVersion', previewVersion));
  }
}

/** What an escape hatch or an aspect did to an alias that would fight with rollouts. */
function additionsTo(alias: lambda.Alias, initialVersion: string): string[] {
  const { functionVersion, provisionedConcurrencyConfig, routingConfig } = alias.node.defaultChild as lambda.CfnAlias;
  const refusals: string[] = [];
  if (provisionedConcurrencyConfig !== undefined)
    refusals.push(
      'provisionedConcurrencyConfig: not supported, because changing it would point the alias back at its ' +
        'first version',
    );
  if (alias.node.tryFindChild('AliasScaling') !== undefined)
    refusals.push(
      'addAutoScaling: not supported, because the new version of an alias that moves would have no ' +
        'provisioned concurrency yet',
    );
  if (routingConfig !== undefined)
    refusals.push('routingConfig: not supported, because VPC Lattice splits the traffic and not the alias');
  if (functionVersion !== initialVersion)
    refusals.push(`functionVersion: got ${JSON.stringify(functionVersion)}; expected the literal "${initialVersion}"`);
  return refusals.map((refusal) => `alias ${alias.aliasName}: ${refusal}`);
}
