import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Alias } from '../../statemachine/contract/names.ts';

/** The version at which a new function's aliases begin. */
const FIRST_VERSION = '1';

/**
 * The aliases `production`, `canary` and `previous`. Rollouts own them at run time: the template creates them and
 * never says anything new about them, because CloudFormation writes a resource's whole desired state when any of
 * its properties changes, and would point the alias back at version 1. Hence no option exists here.
 */
export class Aliases extends Construct {
  readonly production: lambda.Alias;
  readonly canary: lambda.Alias;
  readonly previous: lambda.Alias;

  constructor(scope: Construct, id: string, fn: lambda.Function) {
    super(scope, id);
    const version = lambda.Version.fromVersionAttributes(this, 'FirstVersion', { lambda: fn, version: FIRST_VERSION });
    const alias = (constructId: string, aliasName: Alias): lambda.Alias => {
      const created = new lambda.Alias(this, constructId, { aliasName, version });
      // On the first deploy version 1 is the one that this deploy publishes.
      created.node.addDependency(fn.currentVersion);
      return created;
    };
    this.production = alias('Production', Alias.production);
    this.canary = alias('Canary', Alias.canary);
    this.previous = alias('Previous', Alias.previous);
  }
}
