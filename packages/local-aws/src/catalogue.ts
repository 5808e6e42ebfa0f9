import type { CloudWatch } from './cloudwatch/cloudwatch.ts';
import { cloudWatchResources } from './cloudwatch/resources.ts';
import { cloudWatchService } from './cloudwatch/service.ts';
import type { Clock } from './core/clock.ts';
import type { Random } from './core/random.ts';
import type { ResourceProvider } from './core/resource.ts';
import { callsOf, type Service } from './core/service.ts';
import type { Operation, Place } from './core/types.ts';
import type { Database } from './dynamodb/database.ts';
import { dynamodbResources } from './dynamodb/resources.ts';
import type { EventBus } from './events/event-bus.ts';
import { eventsResources } from './events/resources.ts';
import { eventsService } from './events/service.ts';
import type { AccessControl } from './iam/access-control.ts';
import { iamResources } from './iam/resources.ts';
import type { Roles } from './iam/roles.ts';
import type { CodeSource } from './lambda/code.ts';
import type { Functions } from './lambda/functions.ts';
import { lambdaResources } from './lambda/resources.ts';
import { lambdaService } from './lambda/service.ts';
import type { Lattice } from './lattice/lattice.ts';
import { latticeResources } from './lattice/resources.ts';
import { latticeService } from './lattice/service.ts';
import type { LogGroups } from './logs/log-groups.ts';
import { logsResources } from './logs/resources.ts';
import type { Buckets } from './s3/buckets.ts';
import { s3Resources } from './s3/resources.ts';
import { s3Service } from './s3/service.ts';
import { snsResources } from './sns/resources.ts';
import { snsService } from './sns/service.ts';
import type { Topics } from './sns/topics.ts';
import type { Queues } from './sqs/queues.ts';
import { sqsResources } from './sqs/resources.ts';
import { sqsService } from './sqs/service.ts';
import type { Parameters } from './ssm/parameters.ts';
import { ssmResources } from './ssm/resources.ts';
import { ssmService } from './ssm/service.ts';
import { statesResources } from './states/resources.ts';
import { statesService } from './states/service.ts';
import type { StateMachines } from './states/state-machines.ts';
import { stsService } from './sts/service.ts';
import type { ChangeSetsOptions } from './template/change-sets.ts';
import type { Deployer } from './template/deployer.ts';
import { inertResources } from './template/inert-resources.ts';
import { templateResources } from './template/resources.ts';
import { cloudFormationService } from './template/service.ts';

/** What services are over. Nothing of it is touched before an operation runs or a resource is made. */
export interface Models {
  readonly access: AccessControl;
  readonly bucket: CodeSource;
  readonly buckets: Buckets;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly cloudwatch: CloudWatch;
  readonly database: Database;
  readonly functions: Functions;
  readonly lattice: Lattice;
  readonly logGroups: LogGroups;
  readonly machines: StateMachines;
  /** Chance for the names of resources. */
  readonly names: Random;
  readonly parameters: Parameters;
  readonly place: Place;
  readonly queues: Queues;
  readonly random: Random;
  readonly roles: Roles;
  readonly topics: Topics;
}

/** The services behind the endpoint, by the name that signatures carry: the one list of them. */
export function servicesOf(models: Models & { readonly deployer: Deployer } & Pick<ChangeSetsOptions, 'inBackground'>) {
  const { clock, place } = models;
  return byName([
    cloudFormationService(models),
    cloudWatchService(models.cloudwatch, clock),
    eventsService(models.bus),
    lambdaService(models.functions, models.bucket),
    latticeService(models.lattice),
    s3Service(models.buckets, place, models.random),
    snsService(models.topics, place),
    sqsService(models.queues, models),
    ssmService(models.parameters, place),
    statesService(models.machines, clock),
    stsService(models),
  ]);
}

export type Services = ReturnType<typeof servicesOf>;
export type ServiceName = keyof Services;

/** What the services can be called for without a transport, by AWS's names. */
export type ServiceCalls = {
  readonly [Name in ServiceName]: Readonly<Record<keyof Services[Name]['operations'], Operation>>;
};

export function operationsOf(services: Services): ServiceCalls {
  const calls = Object.values<Service>(services).map((each) => [each.name, callsOf(each)] as const);
  return Object.fromEntries(calls) as ServiceCalls;
}

/** Whatever a template may ask for: the one list of resource types. */
export function resourcesOf(models: Models): readonly ResourceProvider[] {
  const { names, place } = models;
  return [
    ...cloudWatchResources(models.cloudwatch, names),
    ...dynamodbResources(models.database, place, names),
    ...eventsResources(models.bus, names),
    ...iamResources(models.roles, names),
    ...lambdaResources(models.functions, models.bucket, names),
    ...latticeResources(models.lattice, names),
    ...logsResources(models.logGroups, place, names),
    ...s3Resources(models.buckets, place, names),
    ...snsResources(models.topics, names),
    ...sqsResources(models.queues, names),
    ...ssmResources(models.parameters, models.clock, names),
    ...statesResources(models.machines, models.access, names),
    ...templateResources(),
    ...inertResources(),
  ];
}

function byName<S extends Service>(services: readonly S[]): { readonly [Each in S as Each['name']]: Each } {
  return Object.fromEntries(services.map((each) => [each.name, each])) as { [Each in S as Each['name']]: Each };
}
