import { aliasName, Env, PREVIEW_ALIAS } from '../../../../statemachine/contract/names.ts';
import type { Wires } from './wiring.ts';

/** What only some services have, as a function's environment tells it. */

export const hasPreview = ({ isSet, setting, prefix }: Wires): boolean =>
  isSet(Env.previewAlias) && setting(Env.previewAlias) === aliasName(PREVIEW_ALIAS, prefix());

export const hasConcurrency = ({ isSet }: Wires): boolean => isSet(Env.provisionedConcurrency);

/** 0 where releases only take it away. */
export const concurrencyPerVersion = ({ setting }: Wires): number => Number(setting(Env.provisionedConcurrency));

export const hasExisting = ({ isSet, setting }: Wires): boolean =>
  isSet(Env.existingListener) && setting(Env.existingListener) === 'yes';
