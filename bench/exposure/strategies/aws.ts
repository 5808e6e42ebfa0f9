import type { Strategy } from '../simulate.ts';
import { exampleAlarmsOn, scheduled } from './schedule.ts';

const CODEDEPLOY = 'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html';
const EXAMPLE_ALARMS =
  'alarms of https://github.com/aws/serverless-application-model/blob/develop/docs/safe_lambda_deployments.rst';

/** 10 % at once, the rest five minutes later. */
export const CODEDEPLOY_CANARY: Strategy = scheduled(
  'CodeDeploy Canary10Percent5Minutes',
  `${CODEDEPLOY}; ${EXAMPLE_ALARMS}`,
  [
    { at: 0, weight: 10 },
    { at: 300, weight: 100 },
  ],
  301,
  exampleAlarmsOn,
);

/** 10 % at once and 10 more each minute. */
export const CODEDEPLOY_LINEAR: Strategy = scheduled(
  'CodeDeploy Linear10PercentEvery1Minute',
  `${CODEDEPLOY}; ${EXAMPLE_ALARMS}`,
  Array.from({ length: 10 }, (_, i) => ({ at: 60 * i, weight: 10 * (i + 1) })),
  541,
  exampleAlarmsOn,
);

/**
 * 5 % for 10 minutes (API reference, CanaryConfiguration), then everything, with 15 minutes of baking: "for blue/green,
 * linear, and canary deployments, the value is set to 15 minutes" (AWS::ECS::Service DeploymentConfiguration,
 * BakeTimeInMinutes). On VPC Lattice 90 s go by after each change.
 */
export const ECS_CANARY: Strategy = scheduled(
  'ECS canary, defaults',
  `https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html, ` +
    `https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-lattice-resources-for-blue-green.html; ${EXAMPLE_ALARMS}`,
  [
    { at: 0, weight: 5 },
    { at: 690, weight: 100 },
  ],
  690 + 90 + 900,
  exampleAlarmsOn,
);

/** Weights in the template, alarms without actions: somebody has to look. */
export const STATIC_SPLIT: Strategy = scheduled(
  'static 90/10',
  'the recipe: a listener at 90/10 in the template, alarms without actions',
  [{ at: 0, weight: 10 }],
  3600,
  () => false,
);
