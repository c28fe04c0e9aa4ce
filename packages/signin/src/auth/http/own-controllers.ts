import { Controller, type Type, VERSION_NEUTRAL } from '@nestjs/common';
import { type OwnRoute, ownRoutes } from '../../config/own-addresses.js';
import { ownController } from '../access/controllers.js';
import { CallbackController, LoginController } from '../login/login.controller.js';
import { BackchannelLogoutController } from '../logout/backchannel-logout.controller.js';
import { FrontchannelLogoutController } from '../logout/frontchannel-logout.controller.js';
import { LogoutController } from '../logout/logout.controller.js';
import { UniversalLogoutController } from '../logout/universal-logout.controller.js';

const controllers: Readonly<Record<OwnRoute, Type<object>>> = {
  login: LoginController,
  callback: CallbackController,
  logout: LogoutController,
  frontchannelLogout: FrontchannelLogoutController,
  backchannelLogout: BackchannelLogoutController,
  universalLogout: UniversalLogoutController,
};

/** The controllers of sign-in at these paths, whatever version a host gives its routes. Each application has classes of its own. */
export function ownControllers(paths: Partial<Record<OwnRoute, string>> = {}): Type<object>[] {
  return (Object.keys(ownRoutes) as OwnRoute[]).map((route) => {
    const controller = class extends controllers[route] {};
    Object.defineProperty(controller, 'name', { value: controllers[route].name });
    Reflect.defineMetadata(ownController, true, controller);
    const path = paths[route] ?? ownRoutes[route].path;
    // Further connections have callbacks of their own.
    Controller({ path: route === 'callback' ? [path, `${path}/:connection`] : path, version: VERSION_NEUTRAL })(controller);
    return controller;
  });
}
