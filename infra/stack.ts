import { Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { LatticeCanary } from './constructs/lattice-canary.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import { addOutputs } from './outputs.ts';
import type { Settings } from './settings.ts';
import { acknowledgeWildcards } from './wildcards.ts';

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
    const { settings } = props;
    const service = new ServiceFunction(this, 'Service', { bundle: props.releaseBundle, release: props.release });
    const canary = new LatticeCanary(this, 'Canary', {
      fn: service.function,
      serviceName: this.stackName,
      plan: settings.plan,
      alarms: settings.alarms,
      smokeTestPath: SMOKE_TEST_PATH,
      handlerBundles: props.handlerBundles,
      ...(settings.email === undefined ? {} : { email: settings.email }),
      ...(settings.vpcId === undefined ? {} : { vpcId: settings.vpcId }),
    });
    addOutputs(this, canary, service.function);
    this.tagCosts();
    acknowledgeWildcards(this);
  }

  /**
   * What cost reports group by. Not on listener and target groups, which cost nothing: CloudFormation writes a
   * resource's whole desired state when a tag changes, so a new tag on the listener would reset its live weights.
   */
  private tagCosts(): void {
    const excludeResourceTypes = ['AWS::VpcLattice::Listener', 'AWS::VpcLattice::TargetGroup'];
    Tags.of(this).add('Project', 'LatticeCanary', { excludeResourceTypes });
    Tags.of(this).add('Service', this.stackName, { excludeResourceTypes });
  }
}
