package dev.podproof.report.render;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.PlainTextOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;

/** Fills the templates that stand beside this class; whatever goes into HTML is escaped by FreeMarker itself. */
final class Templates {
    private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);

    Templates() {
        configuration.setClassForTemplateLoading(Templates.class, "");
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setObjectWrapper(new DefaultObjectWrapper(Configuration.VERSION_2_3_34));
    }

    String render(String template, Record page) throws IOException {
        StringWriter text = new StringWriter();
        Configuration forKind = (Configuration) configuration.clone();
        forKind.setOutputFormat(
                template.contains(".html") ? HTMLOutputFormat.INSTANCE : PlainTextOutputFormat.INSTANCE);
        try {
            forKind.getTemplate(template).process(page, text);
        } catch (TemplateException e) {
            throw new ReportInvalid(
                    "The template " + template + " cannot be filled: " + e.getMessageWithoutStackTop(), e);
        }
        return text.toString();
    }
}
