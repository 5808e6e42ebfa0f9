import type { Activity } from './core/activity.ts';
import type { Parameters } from './ssm/parameters.ts';
import { loadAssembly } from './template/assembly.ts';
import { Deployer, type DeployerOptions } from './template/deployer.ts';
import { nestedStackProvider } from './template/nested-stack.ts';
import type { DeployResult } from './template/stack-deployments.ts';

export interface DeploymentsOptions extends Omit<DeployerOptions, 'stored' | 'onDeployed'> {
  /** Hears of every deployment until it is over. */
  readonly activity: Activity;
  readonly parameters: Parameters;
  /** Waited for at the end of each deployment. */
  readonly ready: () => Promise<unknown>;
}

/** The one way by which stacks come to a cloud, from an assembly's folder or over the API. */
export interface Deployments {
  readonly deployer: Deployer;
  /** All that templates may ask for. */
  readonly resources: DeployerOptions['providers'];
  /** Outputs of the stack that was deployed last; none before. */
  readonly outputs: () => Readonly<Record<string, string>>;
  readonly deploy: (assemblyDir: string, stackName?: string, stages?: readonly string[]) => Promise<DeployResult>;
  /** Calls a function after each deployment. */
  readonly onDeployed: (listener: (stackName: string) => void) => void;
  /** Runs what nobody waits for; how it failed is in the log. */
  readonly inBackground: (work: () => Promise<unknown>) => void;
}

export function openDeployments({ activity, parameters, ready, ...options }: DeploymentsOptions): Deployments {
  let outputs: Readonly<Record<string, string>> = {};
  const listeners: ((stackName: string) => void)[] = [];
  const { bucket, random } = options;
  const providers = [...options.providers, nestedStackProvider(() => deployer, bucket, random)];
  const deployer: Deployer = new Deployer({
    ...options,
    providers,
    stored: (name) => parameters.find(name),
    async onDeployed(stackName) {
      outputs = deployer.outputs(stackName);
      await ready();
      listeners.forEach((listener) => listener(stackName));
    },
  });
  /** What deploys a stack is time that passes, whoever waits for it. */
  const underWay = async <T>(work: () => Promise<T>): Promise<T> => {
    const over = activity.begin();
    try {
      return await work();
    } finally {
      over();
    }
  };
  return {
    deployer,
    resources: providers,
    outputs: () => outputs,
    deploy: (assemblyDir, stackName, stages) =>
      underWay(async () => deployer.deploy(await loadAssembly(assemblyDir, stackName, stages))),
    onDeployed: (listener) => void listeners.push(listener),
    inBackground: (work) =>
      void underWay(work).catch((error: Error) => options.log('cloudformation', error.message.replaceAll('\n', '; '))),
  };
}
