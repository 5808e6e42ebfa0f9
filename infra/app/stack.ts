import { Stack, Tags } from 'aws-cdk-lib/core';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { LatticeCanary } from '../constructs/lattice-canary.ts';
import { ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';

/** Deployed under this name; changing it deploys a second service. */
export const STACK_NAME = 'CanaryDeploymentLatticeStack';

/** What the smoke tests ask the sample service for. */
export const SMOKE_TEST_PATH = '/health';

export interface CanaryDeploymentLatticeStackProps {
  readonly settings: Settings;
  /** Label of the release to publish, such as 2.0.0. */
  readonly release: string;
  /** Folder with the release's bundle. */
  readonly releaseBundle: string;
  /** Folder that holds one folder per bundled handler. */
  readonly handlerBundles: string;
}

/** The sample service and its canary releases. Deploying it publishes a version and moves no request. */
export class CanaryDeploymentLatticeStack extends Stack {
  constructor(scope: Construct, id: string, props: CanaryDeploymentLatticeStackProps) {
    super(scope, id, { description: 'Canary releases of a Lambda function behind Amazon VPC Lattice' });
    const { encryptionKeyArn, extraAlarmArns, ...settings } = props.settings;
    const service = new ServiceFunction(this, 'Service', { bundle: props.releaseBundle, release: props.release });
    const canary = new LatticeCanary(this, 'Canary', {
      ...defined(settings),
      fn: service.function,
      serviceName: this.stackName,
      smokeTestPath: SMOKE_TEST_PATH,
      handlerBundles: props.handlerBundles,
      extraAlarms: extraAlarmArns,
      ...(encryptionKeyArn === undefined
        ? {}
        : { encryptionKey: Key.fromKeyArn(this, 'EncryptionKey', encryptionKeyArn) }),
    });
    canary.addOutputs();
    // What cost reports group by. The construct keeps them off what a changed tag could reset.
    Tags.of(this).add('Project', 'LatticeCanary');
    Tags.of(this).add('Service', this.stackName);
  }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that nobody set. */
function defined<T extends object>(settings: T): Defined<T> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Defined<T>;
}
