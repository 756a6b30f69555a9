// Answers a ring of the server, which says nothing: the same words every time, and the page at a tap.
self.addEventListener("push", (event) => event.waitUntil(
  self.registration.showNotification("Rounds", { body: {{ say("web-bell_rings", locale) | tojson }}, tag: "rounds", icon: "/static/icon.svg" })));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((pages) => {
    const open = pages.find((page) => page.url.startsWith(self.registration.scope));
    return open ? open.focus() : self.clients.openWindow(self.registration.scope);
  }));
});
