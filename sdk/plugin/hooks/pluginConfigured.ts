import { z } from 'zod';
import { defineHook } from './defineHook.ts';

/** A plugin's report that an admin has changed the organization's settings of it: the names of the changed fields. */
export const pluginConfigured = defineHook('plugin.configured', 1, z.object({ fields: z.array(z.string()) }));
