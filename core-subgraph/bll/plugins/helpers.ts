import { pluginNamePattern } from '@nimbusvault/sdk/kernel';
import { z } from 'zod';
import { Reason } from '../common/helpers.ts';

export const TurnInput = z.object({
  name: z
    .string()
    .max(63)
    .regex(
      pluginNamePattern,
      'The name of a plugin has letters and digits, and begins with a capital letter.',
    ),
  reason: Reason.nullish(),
});

/** An organization's switch of a plugin, as the plugin reports it, for people. */
export const SwitchView = z
  .looseObject({
    id: z.string(),
    plugin: z.string(),
    isOn: z.boolean(),
    changedAt: z.string().nullable(),
    waiting: z.int(),
    forgotten: z.record(z.string(), z.int()),
  })
  .transform(({ plugin: name, isOn: isEnabled, changedAt, waiting, forgotten }) => {
    const counts = Object.entries(forgotten).map(([type, number]) => ({ type, number }));
    return { name, isEnabled, changedAt, waiting, forgotten: counts };
  });
