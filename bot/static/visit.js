// The quiet pages: the gate lets in whoever already has a session, the list keeps itself new.

if (document.body.classList.contains("enter")) {
  // a link from elsewhere arrives without the strict cookie; asked from here, it is sent
  const answer = await fetch("/events", { headers: { "X-Peruopt": "1" } });
  if (answer.ok) location.replace("/");
} else {
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) location.reload();
  });
  document.getElementById("leave")?.addEventListener("click", async () => {
    await fetch("/salir", { method: "POST", headers: { "X-Peruopt": "1" } });
    location.assign("/entrar");
  });
}
