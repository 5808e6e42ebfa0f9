import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import type { Place } from '../core/types.ts';

/** An answer that says no, as dynalite throws it and hands it around. */
interface Refusal extends Error {
  statusCode: number;
  body: Record<string, unknown>;
}
type Members = Record<string, unknown>;
interface Store {
  readonly tableDb: { awsAccountId: string; awsRegion: string };
}
interface Options {
  readonly createTableMs: number;
  readonly deleteTableMs: number;
  readonly place: Place;
}

/** The parts of dynalite 4.0.0, which brings no types and calls them through their modules. */
interface Parts {
  readonly db: {
    create: (options: Options) => Store;
    checkConditional: (data: Members, existing: Members | undefined) => Refusal | null | undefined;
    validationError: (message: string) => Refusal;
  };
  readonly validations: {
    checkTypes: (data: Members, types: Members) => Members;
  };
}

const start = createRequire(import.meta.url)('dynalite') as (options: Options) => Server;
const load = createRequire(import.meta.url);
const db = load('dynalite/db') as Parts['db'];
const validations = load('dynalite/validations') as Parts['validations'];
const { create, checkConditional } = db;
const { checkTypes } = validations;

const ON_FAILURE = 'ReturnValuesOnConditionCheckFailure';
for (const operation of ['putItem', 'updateItem', 'deleteItem']) {
  const { types } = load(`dynalite/validations/${operation}`) as { types: Members };
  types[ON_FAILURE] = { type: 'String', enum: ['ALL_OLD', 'NONE'] };
}
// Everything is read consistently here.
(load('dynalite/validations/scan') as { types: Members }).types['ConsistentRead'] = 'Boolean';

/** By itself it has an account and a Region of its own. */
db.create = (options) => {
  const store = create(options);
  Object.assign(store.tableDb, { awsAccountId: options.place.account, awsRegion: options.place.region });
  return store;
};

/** By itself it does not know the member that asks for the item as it was; while it looks, nobody else writes it. */
db.checkConditional = (data, existing) => {
  const refusal = checkConditional(data, existing);
  if (refusal && existing && data[ON_FAILURE] === 'ALL_OLD') refusal.body['Item'] = existing;
  return refusal;
};

/** By itself it leaves out what it does not know. */
validations.checkTypes = (data, types) => {
  const unknown = Object.keys(data).find((name) => !Object.hasOwn(types, name));
  if (unknown !== undefined) throw db.validationError(`${unknown}: the local DynamoDB does not have it`);
  return checkTypes(data, types);
};

/** dynalite, whose tables are usable as soon as they are created, mended where it is silent or knows less than AWS. */
export function dynalite(place: Place): Server {
  return start({ createTableMs: 0, deleteTableMs: 0, place });
}
