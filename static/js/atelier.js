// What the pages gain with scripts. Without them every form and link still does its work.
(() => {
  const root = document.documentElement;
  const at = (id) => document.getElementById(id);

  if (navigator.clipboard) {
    root.classList.add("copies");
    document.addEventListener("click", async (event) => {
      const link = event.target.closest?.(".copy");
      if (!link || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      await navigator.clipboard.writeText(link.href);
      link.textContent = link.dataset.copied;
      if (at("status")) at("status").textContent = link.dataset.copied;
    });
  }

  if (!window.htmx) return;
  root.classList.add("js");

  // A mark stands for what is the same as before. What a reader has opened stays open; a conflict opens its question.
  htmx.registerExtension("keep", {
    htmx_before_morph_node(_, { oldNode, newNode }) {
      if (newNode.dataset && "same" in newNode.dataset) return false;
      if (oldNode.tagName === "DETAILS" && !oldNode.hidden) newNode.open = oldNode.open || !!newNode.querySelector("#conflict");
    },
  });

  let asked = ""; // the conflict that was on the page before a reply,
  let wanted; // and the option it was about
  document.addEventListener("htmx:before:swap", () => {
    root.classList.add("changed");
    asked = at("conflict")?.textContent;
    wanted = document.querySelector("[data-wanted] :is(input, select)")?.id;
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.response?.status >= 400) return;
    root.classList.remove("lost");
    if (document.querySelector("[data-same]")) return location.reload(); // a mark for what is not here
    settle(at("build"));
    const heading = at("conflict");
    if (heading && heading.textContent !== asked) heading.focus();
    else if (!heading && document.activeElement === document.body) at(wanted)?.focus();
    mark();
  });

  // The current step is the question in which somebody is.
  const mark = () => {
    const here = document.activeElement.closest(".q")?.id;
    if (!here) return;
    for (const step of document.querySelectorAll(".strip a")) {
      if (step.hash === `#${here}`) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
  };
  document.addEventListener("focusin", mark);

  // A picture may take its time on a slow line.
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if ([...ctx.request.body].some(([, value]) => value.size)) ctx.request.timeout = "300s";
  });

  // A form that is sent as a whole says it all, and its answer alone may set a cookie.
  document.addEventListener("submit", ({ target }) => htmx.trigger(target, "htmx:abort"));

  // The other language shows what stands now, not what stood when the page was opened.
  document.addEventListener("htmx:after:history:push", () => {
    const other = document.querySelector(".top [hreflang]");
    if (other) other.search = location.search;
  });

  // A morph updates attributes and leaves what was clicked: show what the server says stands.
  function settle(form) {
    const field = document.activeElement;
    const typed = field.form === form && field.type === "text" && [field.value, field.selectionStart];
    form?.reset();
    if (typed) {
      field.value = typed[0];
      field.setSelectionRange(typed[1], typed[1]);
    }
  }

  for (const failure of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(failure, ({ detail: { ctx } }) => {
      // A file that is far too large would go along with every further change.
      if (ctx?.response?.status === 413) for (const field of document.querySelectorAll("[type=file]")) field.value = "";
      root.classList.add("lost");
      if (at("lost")) at("status").textContent = at("lost").textContent;
    });
  }
})();
