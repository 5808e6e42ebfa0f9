// A small shop: orders wait an hour, then a function sends them; an alarm counts what cannot be sent; and a
// VPC Lattice service that answers with the same function.
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { CfnListener, CfnService, CfnTargetGroup } from 'aws-cdk-lib/aws-vpclattice';

const app = new App();
const stack = new Stack(app, 'Shop');

const send = new Function(stack, 'Send', {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromAsset('handler'),
});
send.metricErrors({ period: Duration.minutes(1) }).createAlarm(stack, 'CannotSend', {
  alarmName: 'cannot-send',
  threshold: 1,
  evaluationPeriods: 3,
  datapointsToAlarm: 1,
});

const machine = new StateMachine(stack, 'Orders', {
  definitionBody: DefinitionBody.fromChainable(
    Wait.jsonata(stack, 'Pack it', { time: WaitTime.duration(Duration.hours(1)) }).next(
      LambdaInvoke.jsonata(stack, 'Send it', {
        lambdaFunction: send,
        outputs: '{% $states.result.Payload %}',
        retryOnServiceExceptions: false,
      }),
    ),
  ),
});

const group = new CfnTargetGroup(stack, 'Group', {
  type: 'LAMBDA',
  config: { lambdaEventStructureVersion: 'V2' },
  targets: [{ id: send.functionArn }],
});
send.addPermission('Lattice', {
  principal: new ServicePrincipal('vpc-lattice.amazonaws.com'),
  sourceArn: group.attrArn,
});
const service = new CfnService(stack, 'Service', { authType: 'NONE' });
new CfnListener(stack, 'Listener', {
  serviceIdentifier: service.attrId,
  protocol: 'HTTPS',
  defaultAction: { forward: { targetGroups: [{ targetGroupIdentifier: group.attrId, weight: 100 }] } },
});

new CfnOutput(stack, 'Machine', { value: machine.stateMachineArn });
app.synth();
