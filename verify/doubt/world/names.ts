/** As the machine's definition and the ports are told. */
export const FUNCTION_NAME = 'orders';
export const TARGET_GROUPS = { production: 'tg-production', canary: 'tg-canary' } as const;
export const LISTENER = {
  serviceId: 'svc-1',
  listenerId: 'listener-1',
  productionTargetGroupId: TARGET_GROUPS.production,
  canaryTargetGroupId: TARGET_GROUPS.canary,
} as const;
