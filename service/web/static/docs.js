// Swagger UI asks validator.swagger.io about every contract unless validatorUrl is null.
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });
