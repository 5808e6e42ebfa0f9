import { LambdaClient } from '@aws-sdk/client-lambda';
import { Env } from '../../../../statemachine/contract/names.ts';
import type { Hooks } from '../../index.ts';
import type { Concurrency, Invoker, Preview, Versions } from '../../lambda.ts';
import { CLIENT_SETTINGS, INVOKER_SETTINGS, PREVIEW_SETTINGS } from '../client-settings.ts';
import { lambdaConcurrency } from '../lambda-concurrency.ts';
import { lambdaHooks } from '../lambda-hooks.ts';
import { lambdaInvoker } from '../lambda-invoker.ts';
import { lambdaVersions } from '../lambda-versions.ts';
import { concurrencyPerVersion, hasConcurrency, hasPreview } from './has.ts';
import type { Wiring } from './wiring.ts';

export const versions: Wiring<Versions> = ({ client, setting, prefix }) =>
  lambdaVersions(client(LambdaClient, CLIENT_SETTINGS), setting(Env.functionName), prefix());

export const preview: Wiring<Preview | undefined> = (wires) => {
  const { client, setting, prefix } = wires;
  return hasPreview(wires)
    ? lambdaVersions(client(LambdaClient, PREVIEW_SETTINGS), setting(Env.functionName), prefix())
    : undefined;
};

export const concurrency: Wiring<Concurrency | undefined> = (wires) => {
  const { client, setting, prefix } = wires;
  if (!hasConcurrency(wires)) return undefined;
  const clients = { patient: client(LambdaClient, CLIENT_SETTINGS), quick: client(LambdaClient, PREVIEW_SETTINGS) };
  return lambdaConcurrency(clients, setting(Env.functionName), concurrencyPerVersion(wires), prefix());
};

export const invoker: Wiring<Invoker> = ({ client, setting, prefix }) =>
  lambdaInvoker(client(LambdaClient, INVOKER_SETTINGS), setting(Env.functionName), prefix());

export const hooks: Wiring<Hooks> = ({ client }) => lambdaHooks(client(LambdaClient, INVOKER_SETTINGS));
