import { definePlugin } from '@nimbusvault/sdk';
import { sendCard } from './bll/cards/mutations.ts';
import { hooks } from './hooks.ts';
import { findNames } from './operations.ts';
import { organizationSettings, settings } from './settings.ts';

export const Teams = definePlugin({
  name: 'Teams',
  settings,
  organizationSettings,
  hooks,
  tasks: [sendCard],
  graph: { role: 'member', operations: [findNames] },
  standIn: './standIn/server.ts',
});
