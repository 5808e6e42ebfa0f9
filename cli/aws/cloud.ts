import { paginateListTargets } from '@aws-sdk/client-vpc-lattice';
import { cloudWatchMinutes } from '../../handlers/ports/aws/cloudwatch-minutes.ts';
import { ofAliases } from '../../handlers/ports/aws/cloudwatch-sums.ts';
import { dynamoRecords } from '../../handlers/ports/aws/dynamo-records.ts';
import { lambdaVersions } from '../../handlers/ports/aws/lambda-versions.ts';
import { latticeListener } from '../../handlers/ports/aws/lattice-listener.ts';
import { systemClock } from '../../handlers/ports/system-clock.ts';
import type { ClientSettings } from '../connection.ts';
import type { Cloud } from '../ports.ts';
import { lambdaFunctionVersions } from '../prune/versions.ts';
import { vpcLatticeAccessLogs } from './access-logs.ts';
import { cloudWatchLiveAlarms } from './alarms.ts';
import { CallCounter } from './call-counter.ts';
import { awsCertifyPorts } from './certify.ts';
import { createClients } from './clients.ts';
import { lambdaLiveConcurrency } from './concurrency.ts';
import { sfnMachine } from './machine.ts';
import { eventBridgeRules } from './rules.ts';
import { cloudFormationStacks } from './stacks.ts';
import { snsRollbackTopic } from './topic.ts';
import { answersOf, cloudWatchTrafficMeter } from './traffic.ts';

/** The commands' ports over AWS's own SDK. Nothing is asked before a port is used. */
export function awsCloud(settings: ClientSettings): Cloud {
  let time: Date | undefined;
  const counter = new CallCounter();
  const clients = createClients(settings, (heard) => (time = heard), counter);
  return {
    stacks: cloudFormationStacks(clients.cloudFormation),
    of: (service) => ({
      machine: sfnMachine(clients.states, service.stateMachineArn, service.answerMachineArn),
      listener: latticeListener(clients.lattice, service),
      records: dynamoRecords(clients.dynamo, service.table, service.name),
      versions: {
        ...lambdaFunctionVersions(clients.lambda, service.functionName, service.aliasPrefix),
        unpublished: (version) => lambdaVersions(clients.lambda, service.functionName).unpublished(version),
      },
      alarms: cloudWatchLiveAlarms(clients.cloudWatch),
      traffic: cloudWatchTrafficMeter(clients.cloudWatch, service),
      minutes: (answersFrom, asked = ofAliases(service.functionName, service.aliasPrefix)) =>
        cloudWatchMinutes(clients.cloudWatch, asked, answersOf(service, answersFrom)),
      rollbackTopic: snsRollbackTopic(clients.sns, service.rollbackTopicArn),
      rules: eventBridgeRules(clients.events, service.stack),
      targetGroups: {
        /** Permission: `vpc-lattice:ListTargets` on the target group. */
        async targets(targetGroupIdentifier) {
          const ids: string[] = [];
          for await (const { items = [] } of paginateListTargets(
            { client: clients.lattice },
            { targetGroupIdentifier },
          ))
            ids.push(...items.flatMap(({ id }) => (id === undefined ? [] : [id])));
          return ids;
        },
      },
      accessLogs: vpcLatticeAccessLogs(clients.lattice, service.serviceId),
      concurrency: lambdaLiveConcurrency(clients.lambda, service.functionName),
    }),
    certifier: (service, endpoint) => awsCertifyPorts(clients, service, () => counter.calls(), endpoint),
    now: () => time ?? systemClock.now(),
    close: () => Object.values(clients).forEach((client) => client.destroy()),
  };
}
