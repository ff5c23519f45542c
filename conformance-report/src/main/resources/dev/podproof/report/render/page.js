// Filters the requirements and opens what an address points to. Without it everything is there, folded.
(() => {
  const form = document.querySelector('form.filter');
  const output = form.querySelector('output');
  const all = [...document.querySelectorAll('details.requirement')];
  const sections = [...document.querySelectorAll('.section')];
  const texts = new Map();
  const text = (each) => {
    if (!texts.has(each)) texts.set(each, each.textContent.toLowerCase());
    return texts.get(each);
  };

  const matches = (each) => ['outcome', 'level', 'profile'].every((name) => !form[name].value || each.dataset[name] === form[name].value)
    && (!form.section.value || each.closest('.section').dataset.section === form.section.value)
    && form.text.value.toLowerCase().split(/\s+/).every((word) => text(each).includes(word));

  const filter = () => {
    all.forEach((each) => { each.hidden = !matches(each); });
    sections.forEach((each) => { each.hidden = !each.querySelector('details.requirement:not([hidden])'); });
    const chosen = [...form.elements].some((each) => each.name && each.value);
    document.querySelectorAll('details.unselected').forEach((each) => { each.open = chosen; });
    const shown = all.filter((each) => !each.hidden).length;
    output.textContent = `${shown} of ${all.length} requirements`;
  };

  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest('[hidden]')) form.reset();
    for (let each = target; each; each = each.parentElement) if (each.tagName === 'DETAILS') each.open = true;
    target.scrollIntoView();
  };

  form.addEventListener('input', filter);
  // The fields are empty only after the event.
  form.addEventListener('reset', () => { [...form.elements].forEach((each) => { each.value = ''; }); filter(); });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.open.addEventListener('click', () => all.forEach((each) => { if (!each.hidden) each.open = true; }));
  form.close.addEventListener('click', () => all.forEach((each) => { each.open = false; }));
  addEventListener('hashchange', follow);
  // A second click on the same link changes no address.
  document.addEventListener('click', (event) => { if (event.target.closest('a[href^="#"]')) setTimeout(follow); });

  // On paper nothing can be opened: what did not pass is, for as long as it is printed.
  const opened = [];
  addEventListener('beforeprint', () => all.forEach((each) => {
    if (!each.open && ['failed', 'cantTell'].includes(each.dataset.outcome)) { each.open = true; opened.push(each); }
  }));
  addEventListener('afterprint', () => opened.splice(0).forEach((each) => { each.open = false; }));

  form.hidden = false;
  filter();
  follow();
})();
