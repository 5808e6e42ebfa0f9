import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { functionRole } from '../constructs/function-role.ts';

export interface ServiceFunctionProps {
  /** Folder with the release's bundle, `index.mjs`. */
  readonly bundle: string;
  /** Label of the release, such as 2.0.0; versions carry it as their description. */
  readonly release: string;
}

/**
 * The function that serves users. Every new release becomes a published version and nothing more: the
 * aliases in front of it move only in a rollout.
 */
export class ServiceFunction extends Construct {
  readonly function: lambda.Function;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { logGroup, role } = functionRole(this);
    // No name of its own: Lambda never gives a version number twice under one name, so a function that was
    // deleted and created again under the same name would have no version 1 for the aliases.
    this.function = new lambda.Function(this, 'Function', {
      description: `Service behind VPC Lattice, release ${props.release}`,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      // Longer than any answer that the duration alarm could still call slow.
      timeout: Duration.seconds(15),
      code: lambda.Code.fromAsset(props.bundle),
      handler: 'index.handler',
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      // Without retaining, a deploy would delete the version that production runs; with plain RETAIN, a version
      // made by an update that rolled back would stay, and the same code could not be deployed again.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    });
  }
}
